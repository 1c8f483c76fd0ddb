package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BusCatchUpTest {
    private static final int MESSAGES = 1_000;

    private final AtomicInteger received = new AtomicInteger();
    private final Semaphore pause = new Semaphore(0);

    @Test
    void aPausedNodeWaitsForTheMessagesOfTheTimeOfItsPause() throws Exception {
        try (RedisForTests redis = new RedisForTests();
                RedisServer server = new RedisServer(RedisFixture.settings(redis.url()));
                RedisBus a = bus(redis, server, "a");
                RedisBus b = bus(redis, server, "b")) {
            b.onMessage(BusTopic.VOLATILE, message -> {
                pause.acquireUninterruptibly();
                received.incrementAndGet();
            });
            a.start();
            b.start();
            await().until(() -> a.state() == Bus.State.UP && b.state() == Bus.State.UP);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(a.send(new Bus.Message(BusTopic.VOLATILE, new byte[] {1})))
                        .isTrue();
            }
            await().until(() -> a.figures().sent() == MESSAGES);

            b.catchUp(Duration.ofMillis(50));
            assertThat(received).as("the time is over").hasValue(0);
            pause.release(MESSAGES);
            b.catchUp(Duration.ofSeconds(20));
            assertThat(received).hasValue(MESSAGES);
        }
    }

    private static RedisBus bus(RedisForTests redis, RedisServer server, String name) {
        return new RedisBus(
                server, RedisFixture.settings(redis.url()), Duration.ofMillis(100), "test", name, RedisFixture.KEY);
    }
}
