package io.marketbell.bench.soak;

import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import java.util.List;
import java.util.random.RandomGenerator;

/** Invalid requests: each must be answered with a 4xx, or 503 while the database is unreachable. */
final class BadBodies {
    private static final List<String> ACKS = List.of(
            "{\"offset\":1e99999999999}", "[".repeat(1_001), "{\"offset\":-1}", "{\"offset\":1,\"offset\":2}", "");
    private static final List<String> PUBLICATIONS = List.of(
            "[".repeat(3_000),
            "{\"type\":\"ORDER_FILLED\",\"recipients\":[]}",
            "{\"type\":\"PRICE_UPDATE\",\"instrument\":\"\\u0000\"}",
            "{\"type\":\"PRICE_UPDATE\",\"instrument\":\"A\",\"body\":" + "{\"a\":".repeat(500) + "1" + "}".repeat(500)
                    + "}");

    private BadBodies() {}

    static void send(MarketbellServer server, RandomGenerator random) throws InterruptedException {
        if (random.nextBoolean()) {
            String ack = ACKS.get(random.nextInt(ACKS.size()));
            check(server.rest(MarketbellServer.ALICE).post("/api/v1/notifications/acks", ack), ack);
        } else {
            String publication = PUBLICATIONS.get(random.nextInt(PUBLICATIONS.size()));
            check(server.rest(MarketbellServer.PUBLISHER).post(RestClient.NOTIFICATIONS, publication), publication);
        }
        Thread.sleep(random.nextInt(100));
    }

    private static void check(RestClient.Answer answer, String body) {
        boolean refused = answer.status() / 100 == 4 || answer.status() == 503;
        if (!refused) {
            throw new IllegalStateException(
                    "answered " + answer.status() + " to " + body.substring(0, Math.min(80, body.length())));
        }
    }
}
