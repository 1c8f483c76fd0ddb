package io.marketbell.monitoring.report;

import static io.marketbell.metrics.Window.MINUTE;

import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.ConnectedClients.Listing;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.notification.Priority;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The connected or recently closed clients, one entry each. */
public record SocketsReport(Sort sort, boolean open, int limit) implements Report {
    private static final String OPEN = "open";
    private static final String CLOSED = "closed";
    private static final int USUAL = 100;
    public static final int MOST = 1_000;

    /** Sort order, greatest first. */
    public enum Sort {
        QUEUE(Comparator.comparingLong(ClientState::waitingBytes).thenComparingInt(ClientState::waiting)),
        DELAY(Comparator.comparing(ClientState::delay)),
        MESSAGES(Comparator.comparingLong(ClientState::messages)),
        /** Most recently connected, or most recently closed. */
        LATEST(Comparator.comparing(client -> client.closedAt() == null ? client.since() : client.closedAt()));

        private final Comparator<ClientState> greatestFirst;

        Sort(Comparator<ClientState> least) {
            this.greatestFirst = least.reversed().thenComparing(ClientState::id);
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static SocketsReport of(ReportQuery query) {
        query.only("sort", "state", "limit");
        List<String> sorts = Arrays.stream(Sort.values()).map(Sort::label).toList();
        String state = query.choice("state", List.of(OPEN, CLOSED), OPEN);
        Sort usual = state.equals(OPEN) ? Sort.QUEUE : Sort.LATEST;
        String sort = query.choice("sort", sorts, usual.label());
        int limit = query.number("limit", 1, MOST, USUAL);
        query.requireValid();
        return new SocketsReport(Sort.valueOf(sort.toUpperCase(Locale.ROOT)), state.equals(OPEN), limit);
    }

    @Override
    public ReportBody answer(MonitoringState state) {
        Snapshot snapshot = state.snapshot();
        Listing listing = state.listing();
        List<ClientState> meant = open ? listing.open() : listing.closed();
        JsonArrayBuilder entries = JsonNumbers.JSON.createArrayBuilder();
        meant.stream().sorted(sort.greatestFirst).limit(limit).forEach(socket -> entries.add(entry(socket, listing)));
        JsonObjectBuilder endings = JsonNumbers.JSON.createObjectBuilder();
        listing.endings().forEach((reason, count) -> {
            if (count > 0) {
                endings.add(reason.name(), count);
            }
        });
        JsonObjectBuilder data = JsonNumbers.JSON
                .createObjectBuilder()
                .add("listed_at", listing.at().toString())
                .add("connections", listing.open().size())
                .add("users", listing.users())
                .add("state", open ? OPEN : CLOSED)
                .add("sort", sort.label())
                .add("matching", meant.size())
                .add("entries", entries)
                .add("messages", messages(snapshot))
                .add("latency_by_priority", latencies(snapshot))
                .add("dropped", dropped(snapshot))
                .add(CLOSED, endings);
        return ReportBody.of(MINUTE.length(), data.build());
    }

    private static JsonObjectBuilder entry(ClientState socket, Listing listing) {
        JsonObjectBuilder json =
                JsonNumbers.JSON.createObjectBuilder().add("id", socket.id()).add("user", socket.user());
        ClientInfo client = socket.client();
        JsonNumbers.add(json, "tier", client.tier());
        JsonNumbers.add(
                json, "via", client.via() == null ? null : client.via().name().toLowerCase(Locale.ROOT));
        JsonNumbers.add(json, "address", client.address());
        json.add("state", socket.reason() == null ? OPEN : CLOSED)
                .add("since", socket.since().toString())
                .add(
                        "queue",
                        JsonNumbers.JSON
                                .createObjectBuilder()
                                .add("count", socket.waiting())
                                .add("bytes", socket.waitingBytes())
                                .add("count_most", listing.queueSize())
                                .add("bytes_most", listing.queueBytes()))
                .add("delay_ms", socket.delay().toMillis())
                .add("messages", socket.messages())
                .add("frames", socket.frames())
                .add("subscriptions", socket.subscriptions());
        JsonNumbers.add(json, "closed_at", socket.closedAt());
        if (socket.reason() == null) {
            return json.addNull("code").addNull("reason");
        }
        return json.add("code", socket.reason().code())
                .add("reason", socket.reason().name());
    }

    private static JsonObjectBuilder messages(Snapshot snapshot) {
        JsonObjectBuilder json = JsonNumbers.JSON.createObjectBuilder();
        for (String direction : List.of("in", "out")) {
            JsonObjectBuilder types = JsonNumbers.JSON.createObjectBuilder();
            for (Reading reading : snapshot.readings(Metric.WS_MESSAGES)) {
                if (reading instanceof Reading.Counter counter
                        && direction.equals(counter.tags().get("direction"))) {
                    types.add(
                            counter.tags().get("type"),
                            JsonNumbers.whole(counter.increase().get(MINUTE)));
                }
            }
            json.add(direction, types);
        }
        return json;
    }

    private static JsonObjectBuilder latencies(Snapshot snapshot) {
        JsonObjectBuilder json = JsonNumbers.JSON.createObjectBuilder();
        for (Priority priority : Priority.values()) {
            Map<String, String> tags = Map.of("priority", priority.name());
            json.add(priority.name(), LatencyJson.of(snapshot.distribution(Metric.WS_DELIVERY_DURATION, MINUTE, tags)));
        }
        return json;
    }

    static JsonObjectBuilder dropped(Snapshot snapshot) {
        JsonObjectBuilder json = JsonNumbers.JSON.createObjectBuilder();
        for (String reason : List.of("conflated", "slow", "expired")) {
            json.add(reason, JsonNumbers.whole(snapshot.count(Metric.WS_DROPPED, MINUTE, Map.of("reason", reason))));
        }
        return json;
    }
}
