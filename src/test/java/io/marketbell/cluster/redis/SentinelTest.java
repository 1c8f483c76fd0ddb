package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.redis.RedisForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentinelTest {
    private static final String ROLE = "role:master";

    @Test
    void thePrimaryIsFoundBySentinelBeforeAndAfterAFailover(@TempDir Path directory) throws Exception {
        try (RedisForTests primary = new RedisForTests();
                RedisForTests replica =
                        new RedisForTests("--replicaof", "127.0.0.1", Integer.toString(primary.port()))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> replica.command("INFO replication").contains("master_link_status:up"));
            Path configuration = Files.writeString(
                    directory.resolve("sentinel.conf"),
                    "sentinel monitor main 127.0.0.1 " + primary.port() + " 1\n"
                            + "sentinel down-after-milliseconds main 500\n"
                            + "sentinel failover-timeout main 5000\n");
            try (RedisForTests sentinel = RedisForTests.sentinel(configuration)) {
                RedisSettings settings =
                        RedisFixture.settings("redis-sentinel://127.0.0.1:" + sentinel.port() + "#main");
                try (RedisServer server = new RedisServer(settings)) {
                    RedisLink link = server.open("test");
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> link.commands().isPresent());
                    assertThat(link.commands().orElseThrow().info("server").get(10, TimeUnit.SECONDS))
                            .contains("tcp_port:" + primary.port());
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> sentinel.command("SENTINEL replicas main")
                                    .contains(Integer.toString(replica.port())));

                    primary.kill();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> replica.command("INFO replication").contains(ROLE));

                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> link.commands().isPresent());
                    assertThat(link.commands().orElseThrow().info("server").get(10, TimeUnit.SECONDS))
                            .contains("tcp_port:" + replica.port());
                }
            }
        }
    }
}
