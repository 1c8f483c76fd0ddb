package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusContract;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class RedisBusContractTest extends BusContract {
    private static RedisForTests redis;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void startRedis() {
        redis = new RedisForTests();
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @AfterAll
    static void endRedis() {
        redis.close();
        Awaitility.reset();
    }

    @BeforeEach
    void empty() {
        flush();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Override
    protected Bus join(String name) {
        RedisSettings settings = RedisFixture.settings(redis.url());
        RedisServer server = new RedisServer(settings);
        RedisBus bus = new RedisBus(server, settings, Duration.ofMillis(100), "test", name, RedisFixture.KEY);
        opened.add(bus);
        opened.add(server);
        return bus;
    }

    @Override
    protected void cut() {
        redis.kill();
    }

    @Override
    protected void restore() {
        redis.start();
    }

    @Override
    protected void flush() {
        assertThat(redis.command("FLUSHALL")).startsWith("+OK");
    }
}
