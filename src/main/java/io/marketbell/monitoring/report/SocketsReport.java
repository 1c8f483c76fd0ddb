package io.marketbell.monitoring.report;

import static io.marketbell.metrics.Window.MINUTE;

import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.ConnectedClients.Listing;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.json.JsonMembers;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import io.marketbell.notification.Priority;
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
        query.only("sort", "state", "limit", Scope.PARAMETER);
        List<String> sorts = Arrays.stream(Sort.values()).map(Sort::label).toList();
        String state = query.choice("state", List.of(OPEN, CLOSED), OPEN);
        Sort usual = state.equals(OPEN) ? Sort.QUEUE : Sort.LATEST;
        String sort = query.choice("sort", sorts, usual.label());
        int limit = query.number("limit", 1, MOST, USUAL);
        query.requireValid();
        return new SocketsReport(Sort.valueOf(sort.toUpperCase(Locale.ROOT)), state.equals(OPEN), limit);
    }

    @Override
    public Body answer(MonitoringState state) {
        WindowFigures figures = new WindowFigures(state.snapshot(), MINUTE);
        Listing listing = state.listing();
        List<ClientState> meant = open ? listing.open() : listing.closed();
        ConnectionCounts counts = state.connections();
        JsonMembers endings = new JsonMembers();
        counts.endings().forEach((reason, count) -> endings.addPresent(reason, count > 0 ? count : null));
        JsonMembers data = new JsonMembers()
                .add("listed_at", listing.at())
                .add("connections", counts.open())
                .add("users", counts.users())
                .add("state", open ? OPEN : CLOSED)
                .add("sort", sort.label())
                .addPresent(
                        "entries_node", state.cluster().map(ClusterPart::self).orElse(null))
                .add("matching", meant.size())
                .add(
                        "entries",
                        meant.stream().sorted(sort.greatestFirst).limit(limit).map(socket -> entry(socket, listing)))
                .add("messages", messages(state.snapshot()))
                .add("latency_by_priority", latencies(figures))
                .add("dropped", dropped(figures))
                .add(CLOSED, endings);
        return Body.of(MINUTE.length(), data);
    }

    private static JsonMembers entry(ClientState socket, Listing listing) {
        ClientInfo client = socket.client();
        DisconnectReason reason = socket.reason();
        return new JsonMembers()
                .add("id", socket.id())
                .add("user", socket.user())
                .add("tier", client.tier())
                .add("via", client.via() == null ? null : client.via().name().toLowerCase(Locale.ROOT))
                .add("address", client.address())
                .add("state", reason == null ? OPEN : CLOSED)
                .add("since", socket.since())
                .add(
                        "queue",
                        new JsonMembers()
                                .add("count", socket.waiting())
                                .add("bytes", socket.waitingBytes())
                                .add("count_most", listing.queueSize())
                                .add("bytes_most", listing.queueBytes()))
                .add("delay_ms", socket.delay().toMillis())
                .add("messages", socket.messages())
                .add("frames", socket.frames())
                .add("subscriptions", socket.subscriptions())
                .add("closed_at", socket.closedAt())
                .add("code", reason == null ? null : reason.code())
                .add("reason", reason == null ? null : reason.name());
    }

    private static JsonMembers messages(Snapshot snapshot) {
        return new JsonMembers().add("in", messages(snapshot, "in")).add("out", messages(snapshot, "out"));
    }

    private static JsonMembers messages(Snapshot snapshot, String direction) {
        JsonMembers types = new JsonMembers();
        for (Reading reading : snapshot.readings(Metric.WS_MESSAGES)) {
            if (reading instanceof Reading.Counter counter
                    && direction.equals(counter.tags().get("direction"))) {
                types.add(
                        counter.tags().get("type"),
                        RoundedNumber.whole(counter.increase().get(MINUTE)));
            }
        }
        return types;
    }

    private static JsonMembers latencies(WindowFigures figures) {
        JsonMembers json = new JsonMembers();
        for (Priority priority : Priority.values()) {
            json.add(
                    priority.name(), figures.latency(Metric.WS_DELIVERY_DURATION, Map.of("priority", priority.name())));
        }
        return json;
    }

    static JsonMembers dropped(WindowFigures figures) {
        return figures.counts(Metric.WS_DROPPED, "reason", List.of("conflated", "slow", "expired"));
    }
}
