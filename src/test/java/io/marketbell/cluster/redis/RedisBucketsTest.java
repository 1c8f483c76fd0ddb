package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.SharedBuckets;
import io.marketbell.cluster.SharedBucketsContract;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The script takes its time from keys of the test, and its keys do not expire while the test runs. */
class RedisBucketsTest extends SharedBucketsContract {
    private static final BucketSettings PATIENT = new BucketSettings(Duration.ofSeconds(1));
    private static final String SCRIPT = RedisScript.text("buckets.lua")
            .replace("redis.call('TIME')", "redis.call('LRANGE', 'time', 0, 1)")
            .replace("'PX', expiry", "'EX', 600");

    private static RedisForTests redis;
    private static RedisServer server;
    private static RedisLink link;

    private final AtomicLong micros = new AtomicLong(1_700_000_000_000_000L);
    private final List<RedisBuckets> nodes = new ArrayList<>();

    @BeforeAll
    static void start() {
        redis = new RedisForTests();
        server = new RedisServer(RedisBucketsFaultsTest.settings(redis));
        link = server.open("test");
        await().until(() -> link.commands().isPresent());
    }

    @AfterAll
    static void stop() {
        server.close();
        redis.close();
    }

    RedisBucketsTest() {
        setTime();
        String cluster = UUID.randomUUID().toString();
        for (int i = 0; i < 3; i++) {
            RedisBuckets node = new RedisBuckets(server, cluster, PATIENT, SCRIPT);
            nodes.add(node);
            await().until(node::isUp);
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(RedisBuckets::close);
    }

    @Override
    protected SharedBuckets node(int node) {
        return nodes.get(node);
    }

    @Override
    protected void advance(Duration time) {
        micros.addAndGet(time.toNanos() / 1_000);
        setTime();
    }

    private void setTime() {
        long now = micros.get();
        var commands = link.commands().orElseThrow();
        byte[] key = "time".getBytes(UTF_8);
        commands.multi();
        commands.del(key);
        commands.rpush(key, number(now / 1_000_000), number(now % 1_000_000));
        try {
            RedisBucketsFaultsTest.reply(commands.exec());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] number(long value) {
        return Long.toString(value).getBytes(UTF_8);
    }
}
