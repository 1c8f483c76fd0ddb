package io.marketbell.testkit.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** The parameters of a {@code subscribe}. Empty or null parameters are omitted and match everything. */
public record Subscription(
        List<String> types,
        List<String> instruments,
        List<String> brokers,
        String minPriority,
        Boolean snapshot,
        Long resumeAfter,
        String epoch) {

    public Subscription {
        types = List.copyOf(types);
        instruments = List.copyOf(instruments);
        brokers = List.copyOf(brokers);
    }

    public static Subscription everything() {
        return new Subscription(List.of(), List.of(), List.of(), null, null, null, null);
    }

    public static Subscription to(String... types) {
        return new Subscription(List.of(types), List.of(), List.of(), null, null, null, null);
    }

    public Subscription instruments(String... instruments) {
        return new Subscription(types, List.of(instruments), brokers, minPriority, snapshot, resumeAfter, epoch);
    }

    public Subscription brokers(String... brokers) {
        return new Subscription(types, instruments, List.of(brokers), minPriority, snapshot, resumeAfter, epoch);
    }

    public Subscription atLeast(String priority) {
        return new Subscription(types, instruments, brokers, priority, snapshot, resumeAfter, epoch);
    }

    public Subscription withSnapshot() {
        return new Subscription(types, instruments, brokers, minPriority, true, resumeAfter, epoch);
    }

    public Subscription resumingAfter(long offset, String epoch) {
        return new Subscription(types, instruments, brokers, minPriority, snapshot, offset, epoch);
    }

    JsonObject params() {
        JsonObjectBuilder params = Json.object();
        list(params, "types", types);
        list(params, "instruments", instruments);
        list(params, "brokers", brokers);
        if (minPriority != null) {
            params.add("min_priority", minPriority);
        }
        if (snapshot != null) {
            params.add("snapshot", snapshot);
        }
        if (resumeAfter != null) {
            params.add("resume_after", resumeAfter);
        }
        if (epoch != null) {
            params.add("epoch", epoch);
        }
        return params.build();
    }

    private static void list(JsonObjectBuilder params, String name, List<String> values) {
        if (!values.isEmpty()) {
            params.add(name, Json.strings(values));
        }
    }
}
