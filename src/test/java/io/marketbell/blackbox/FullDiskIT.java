package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database on a real disk that is full. Runs only if the test may mount a small disk. */
@ProductServer
class FullDiskIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String FILL =
            "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"alice\"],\"body\":{\"note\":\"%s\"}}";

    @TempDir
    private Path disk;

    private boolean mounted;
    private final Set<Long> accepted = new TreeSet<>();

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk.toString());
        assumeTrue(mounted, "needs the right to mount");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", "--lazy", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** @return whether it was accepted */
    private boolean publish(RestClient publisher) {
        String note = Long.toString(System.nanoTime(), 36).repeat(500);
        RestClient.Answer answer = publisher.post("/api/v1/notifications", FILL.formatted(note));
        assertThat(answer.status()).isIn(202, 503);
        if (answer.status() == 202) {
            try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
                accepted.add(reader.readObject().getJsonNumber("offset").longValue());
            }
        }
        return answer.status() == 202;
    }

    @Test
    void durablePublicationsAreRefusedUntilThereIsSpace() throws Exception {
        Map<String, String> environment = Map.of("MARKETBELL_DATA_DIRECTORY", disk.toString());
        try (MarketbellServer server = MarketbellServer.with("full-disk", environment)) {
            RestClient publisher = server.rest(MarketbellServer.PUBLISHER);
            while (publish(publisher)) {
                assertThat(accepted).as("more than the disk can hold").hasSizeLessThan(40_000);
            }
            Path filler = disk.resolve("filler");
            fill(filler);
            for (int i = 0; i < 5; i++) {
                assertThat(publish(publisher)).isFalse();
            }
            assertThat(publisher
                            .post("/api/v1/notifications", "{\"type\":\"PRICE_UPDATE\",\"instrument\":\"AAPL\"}")
                            .status())
                    .as("volatile notifications continue")
                    .isEqualTo(202);
            assertThat(RestClient.anonymous(server.base()).get("/health/live").status())
                    .isEqualTo(200);

            Files.delete(filler);
            assertThat(run("mount", "-o", "remount,size=80m", disk.toString())).isTrue();
            await().atMost(SOON).until(() -> publish(publisher));

            try (MarketbellClient alice = MarketbellClient.connect(server.base(), MarketbellServer.ALICE)) {
                alice.subscribe(Subscription.everything().resumingAfter(0, null));
                alice.received().awaitEvent("resumed");
                List<Long> delivered = alice.received().notifications().stream()
                        .map(FullDiskIT::offset)
                        .toList();
                assertThat(delivered).containsAll(accepted);
            }
            assertThat(server.stackTraces()).isEmpty();
        }
    }

    /** Fills the disk to the last byte. */
    private static void fill(Path filler) {
        byte[] block = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // the disk is full
        }
    }

    private static long offset(JsonObject notification) {
        return notification.getJsonNumber("offset").longValue();
    }
}
