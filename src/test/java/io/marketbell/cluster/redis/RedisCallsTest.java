package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.blackbox.TcpProxy;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RedisCallsTest {

    @Test
    void aConnectionThatIsOpenAndSilentIsReplaced() throws Exception {
        try (RedisForTests redis = new RedisForTests();
                TcpProxy proxy = TcpProxy.notYetLaid(redis.port())) {
            proxy.lay();
            try (RedisServer server = new RedisServer(RedisFixture.settings("redis://127.0.0.1:" + proxy.port()))) {
                RedisLink link = server.open("test");
                await().until(() -> link.commands().isPresent());
                RedisCalls calls = new RedisCalls(link, Duration.ofMillis(100), Duration.ofMillis(300));
                assertThat(calls.await(calls.commands().ping())).isEqualTo("PONG");

                proxy.stall();
                assertThatThrownBy(() -> calls.await(calls.commands().ping())).isInstanceOf(RedisFailure.class);
                await().until(() -> {
                    assertThatThrownBy(calls::commands).isInstanceOf(RedisFailure.class);
                    return link.commands().isEmpty();
                });
                proxy.flow();

                await().until(() -> link.commands().isPresent());
                assertThat(calls.await(calls.commands().ping())).isEqualTo("PONG");
            }
        }
    }

    @Test
    void whileAResponseIsMissingNoCommandIsSent() throws Exception {
        try (RedisForTests redis = new RedisForTests();
                RedisServer server = new RedisServer(RedisFixture.settings(redis.url()))) {
            RedisLink link = server.open("test");
            await().until(() -> link.commands().isPresent());
            RedisCalls calls = new RedisCalls(link, Duration.ofMillis(10), Duration.ofMinutes(1));
            CompletableFuture<String> response = new CompletableFuture<>();
            assertThatThrownBy(() -> calls.await(response))
                    .isInstanceOfSatisfying(
                            RedisFailure.class,
                            failure -> assertThat(failure.isTimeout()).isTrue());

            assertThatThrownBy(calls::commands).isInstanceOf(RedisFailure.class).hasMessageContaining("10 ms");
            response.complete("late");

            assertThat(calls.commands()).isNotNull();
        }
    }

    @Test
    void theReasonWhyThereIsNoConnectionIsPartOfTheFailure() {
        try (RedisForTests redis = new RedisForTests("--requirepass", "secret");
                RedisServer server =
                        new RedisServer(RedisFixture.settings("redis://:wrong@127.0.0.1:" + redis.port()))) {
            RedisLink link = server.open("test");
            await().until(() -> !link.failure().isEmpty());

            assertThatThrownBy(() -> new RedisCalls(link, Duration.ofSeconds(5), Duration.ofMinutes(1)).commands())
                    .isInstanceOf(RedisFailure.class)
                    .hasMessageStartingWith("there is no connection to Redis: ")
                    .hasMessageContaining("WRONGPASS")
                    .message()
                    .doesNotContain("wrong@");
        }
    }

    @Test
    void anErrorIsAResponse() throws Exception {
        try (RedisForTests redis = new RedisForTests();
                RedisServer server = new RedisServer(RedisFixture.settings(redis.url()))) {
            RedisLink link = server.open("test");
            await().until(() -> link.commands().isPresent());
            RedisCalls calls = new RedisCalls(link, Duration.ofSeconds(5), Duration.ofMinutes(1));
            byte[] key = {1};
            calls.await(calls.commands().set(key, key));

            assertThatThrownBy(() -> calls.await(calls.commands().incr(key)))
                    .isInstanceOf(RedisFailure.class)
                    .hasMessageContaining("not an integer");
            assertThat(calls.await(calls.commands().get(key))).isEqualTo(key);
        }
    }
}
