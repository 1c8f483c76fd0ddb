package io.marketbell.bench.soak;

import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.RestClient.Answer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes durable notifications and records each one answered 202, to verify later that none was lost. */
final class DurableLog {
    private static final int PAGE = 500;

    private final RestClient publisher;
    private final Map<String, Set<String>> accepted = new ConcurrentHashMap<>();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    DurableLog(RestClient publisher) {
        this.publisher = publisher;
    }

    /** Publishes one notification to the user; refused or unanswered ones are only counted. */
    void publish(String user) {
        JsonObject fill = Json.createObjectBuilder()
                .add("type", "ORDER_FILLED")
                .add("recipients", Json.createArrayBuilder().add(user))
                .add("body", Json.createObjectBuilder().add("order_id", "ord-" + published.incrementAndGet()))
                .build();
        try {
            Answer answer = publisher.publish(fill);
            if (answer.status() == 202) {
                accepted.computeIfAbsent(user, unused -> ConcurrentHashMap.newKeySet())
                        .add(answer.json().getString("id"));
                return;
            }
        } catch (UncheckedIOException e) {
            // no response: acceptance is not guaranteed
        }
        refused.incrementAndGet();
    }

    long accepted() {
        return accepted.values().stream().mapToLong(Set::size).sum();
    }

    Set<String> acceptedOf(String user) {
        return accepted.getOrDefault(user, Set.of());
    }

    long refused() {
        return refused.get();
    }

    /** The number of accepted notifications that the server has lost, by user; users without losses are absent. */
    Map<String, Integer> lost(Map<String, RestClient> users) {
        Map<String, Integer> lost = new TreeMap<>();
        accepted.forEach((user, ids) -> {
            Set<String> missing = new HashSet<>(ids);
            missing.removeAll(stored(users.get(user)));
            if (!missing.isEmpty()) {
                lost.put(user, missing.size());
            }
        });
        return lost;
    }

    private static List<String> stored(RestClient user) {
        List<String> ids = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonObject page = user.get("/api/v1/notifications?after=" + after + "&limit=" + PAGE)
                    .expect(200)
                    .json();
            List<JsonObject> found = page.getJsonArray("notifications").getValuesAs(JsonValue::asJsonObject);
            if (found.isEmpty()) {
                return ids;
            }
            found.forEach(notification -> ids.add(notification.getString("id")));
            after = found.get(found.size() - 1).getJsonNumber("offset").longValue();
        }
    }
}
