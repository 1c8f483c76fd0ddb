package io.marketbell.testkit.tape;

import io.marketbell.testkit.client.Transcript;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The notifications that one client received in one run of a tape. */
final class TapeReading {
    private final Transcript transcript;
    private final String keyPrefix;

    TapeReading(Transcript transcript, String run) {
        this.transcript = transcript;
        this.keyPrefix = run.isEmpty() ? "" : run + '-';
    }

    /** Other tests may publish to the same users. */
    private List<JsonObject> ofThisRun() {
        return transcript.notifications().stream()
                .filter(notification -> notification.getString("key", "").startsWith(keyPrefix))
                .toList();
    }

    /** Waits until all notifications of these types have arrived, and the last price if prices are included. */
    void await(TapePublications tape, List<String> types, Duration patience) {
        int expected = tape.keys(types).size();
        transcript.await(
                expected + " of " + types,
                patience,
                () -> ofThisRun().stream()
                                .filter(notification -> types.contains(notification.getString("type")))
                                .count()
                        >= expected);
    }

    void awaitLastPrice(TapePublications tape, Duration patience) {
        JsonObject last = tape.lastPrice();
        transcript.await("the last price " + last, patience, () -> {
            List<JsonObject> prices = prices();
            return !prices.isEmpty() && prices.get(prices.size() - 1).equals(last);
        });
    }

    /** The keys of these types in order of arrival, without repetitions that are marked as redelivered. */
    List<String> keys(List<String> types) {
        Set<String> seen = new HashSet<>();
        List<String> keys = new ArrayList<>();
        for (JsonObject notification : ofThisRun()) {
            if (types.contains(notification.getString("type"))) {
                String key = notification.getString("key");
                if (seen.add(key) || !notification.getBoolean("redelivered")) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    long count(String type) {
        return ofThisRun().stream()
                .filter(notification -> notification.getString("type").equals(type))
                .count();
    }

    /** The bodies of the prices in order of arrival. */
    List<JsonObject> prices() {
        return ofThisRun().stream()
                .filter(notification -> notification.getString("type").equals("PRICE_UPDATE"))
                .map(notification -> notification.getJsonObject("body"))
                .toList();
    }

    String summary(TapePublications tape) {
        List<JsonObject> prices = prices();
        return "%d accepted, %d cancelled, %d filled, %s; %d prices, %s"
                .formatted(
                        count("ORDER_ACCEPTED"),
                        count("ORDER_CANCELLED"),
                        count("ORDER_FILLED"),
                        keys(TapeReplay.ORDERS).equals(tape.keys(TapeReplay.ORDERS))
                                ? "in tape order"
                                : "NOT as on the tape",
                        prices.size(),
                        !prices.isEmpty() && prices.get(prices.size() - 1).equals(tape.lastPrice())
                                ? "the last one the tape's last"
                                : "the last one NOT the tape's last");
    }
}
