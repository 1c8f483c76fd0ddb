package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes with a bus over Redis, for tests. */
final class RedisFixture implements AutoCloseable {
    static final byte[] KEY = "a key of thirty-two bytes, always".getBytes(UTF_8);
    static final String CLUSTER = "test";

    /** With short heartbeats, so that tests of outages are short, and a long timeout, because the machine is busy. */
    static final BusBounds BOUNDS = new BusBounds(
            Duration.ofSeconds(60),
            100_000,
            64L << 20,
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            1_000,
            1L << 20);

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** With a long timeout, because tests share a busy machine. */
    static RedisSettings settings(String url) {
        return new RedisSettings(url, Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofSeconds(2));
    }

    /** Returns the bus of a further node. */
    RedisBus bus(String url, String node) {
        return bus(url, node, BOUNDS, KEY);
    }

    RedisBus bus(String url, String node, BusBounds bounds, byte[] key) {
        RedisServer server = new RedisServer(settings(url));
        RedisBus bus = new RedisBus(server, bounds, CLUSTER, node, key);
        opened.add(bus);
        opened.add(server);
        return bus;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }
}
