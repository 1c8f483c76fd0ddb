package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Publications that were answered 202 survive a crash of the process. */
@ProductServer
class CrashIT {
    private static final int PUBLISHERS = 3;
    private static final int ARRAY = 20;

    @Test
    void acceptedPublicationsAreDeliveredAfterAKillAndRestart() throws Exception {
        try (MarketbellServer server = MarketbellServer.with("crash", Map.of())) {
            Set<Long> accepted = new ConcurrentSkipListSet<>();
            Set<Long> seenBefore;
            try (MarketbellClient before = MarketbellClient.connect(server.base(), MarketbellServer.ALICE)) {
                before.subscribe(Subscription.everything());
                AtomicBoolean publishing = new AtomicBoolean(true);
                List<Thread> publishers = IntStream.range(0, PUBLISHERS)
                        .mapToObj(n -> new Thread(() -> publish(server, n, accepted, publishing)))
                        .toList();
                publishers.forEach(Thread::start);
                await().atMost(Duration.ofSeconds(30)).until(() -> accepted.size() > 2_000);

                long killed = server.pid();
                server.kill9();
                assertThat(ProcessHandle.of(killed)).isEmpty();
                assertThat(server.isListening()).isFalse();
                publishing.set(false);
                for (Thread publisher : publishers) {
                    publisher.join();
                }
                seenBefore = offsets(before.received().notifications());
            }

            server.start();
            try (MarketbellClient after = MarketbellClient.connect(server.base(), MarketbellServer.ALICE)) {
                after.subscribe(Subscription.everything().resumingAfter(0, null));
                after.received().awaitEvent("resumed");
                List<JsonObject> delivered = after.received().notifications();
                List<Long> order = delivered.stream().map(CrashIT::offset).toList();

                assertThat(new HashSet<>(order)).containsAll(accepted).containsAll(seenBefore);
                assertThat(order).isSorted().doesNotHaveDuplicates();
                assertThat(delivered)
                        .filteredOn(each -> seenBefore.contains(offset(each)))
                        .allMatch(each -> each.getBoolean("redelivered"));
            }
        }
    }

    /** Publishes until the server is unreachable; only answered publications count. */
    private static void publish(MarketbellServer server, int publisher, Set<Long> accepted, AtomicBoolean publishing) {
        RestClient rest = server.rest(MarketbellServer.PUBLISHER);
        int n = 0;
        while (publishing.get()) {
            List<JsonObject> some = new ArrayList<>();
            for (int i = 0; i < ARRAY; i++) {
                some.add(order(publisher * 1_000_000 + n++));
            }
            try {
                RestClient.Answer answer = rest.publishArray(some);
                if (answer.status() == 202) {
                    JsonArray receipts = json(answer.response().body()).getJsonArray("accepted");
                    for (JsonValue receipt : receipts) {
                        accepted.add(
                                receipt.asJsonObject().getJsonNumber("offset").longValue());
                    }
                }
            } catch (RuntimeException gone) {
                return;
            }
        }
    }

    private static JsonObject order(int n) {
        return Json.createObjectBuilder()
                .add("type", "ORDER_ACCEPTED")
                .add("recipients", Json.createArrayBuilder().add("alice"))
                .add("instrument", "AAPL")
                .add("key", "order-" + n)
                .add("body", Json.createObjectBuilder(new HashMap<>(Map.of("order_id", "order-" + n))))
                .build();
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static Set<Long> offsets(List<JsonObject> notifications) {
        Set<Long> offsets = new HashSet<>();
        notifications.forEach(each -> offsets.add(offset(each)));
        return offsets;
    }

    private static long offset(JsonObject notification) {
        return notification.getJsonNumber("offset").longValue();
    }
}
