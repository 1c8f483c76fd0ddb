package io.marketbell.monitoring;

import static io.marketbell.metrics.Window.MINUTE;

import io.marketbell.delivery.Peer;
import io.marketbell.delivery.ReaderState;
import io.marketbell.delivery.Readers.Listing;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.notification.Priority;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The connected or recently closed clients, one entry each. */
record SocketsRead(Sort sort, boolean open, int limit) implements Read {
    private static final String OPEN = "open";
    private static final String CLOSED = "closed";
    private static final int USUAL = 100;
    static final int MOST = 1_000;

    /** Sort order, greatest first. */
    enum Sort {
        QUEUE(Comparator.comparingLong(ReaderState::waitingBytes).thenComparingInt(ReaderState::waiting)),
        DELAY(Comparator.comparing(ReaderState::delay)),
        MESSAGES(Comparator.comparingLong(ReaderState::messages)),
        /** Most recently connected, or most recently closed. */
        LATEST(Comparator.comparing(reader -> reader.closedAt() == null ? reader.since() : reader.closedAt()));

        private final Comparator<ReaderState> greatestFirst;

        Sort(Comparator<ReaderState> least) {
            this.greatestFirst = least.reversed().thenComparing(ReaderState::id);
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static SocketsRead of(Query query) {
        query.only("sort", "state", "limit");
        List<String> sorts = Arrays.stream(Sort.values()).map(Sort::label).toList();
        String state = query.choice("state", List.of(OPEN, CLOSED), OPEN);
        Sort usual = state.equals(OPEN) ? Sort.QUEUE : Sort.LATEST;
        String sort = query.choice("sort", sorts, usual.label());
        int limit = query.number("limit", 1, MOST, USUAL);
        query.demandSound();
        return new SocketsRead(Sort.valueOf(sort.toUpperCase(Locale.ROOT)), state.equals(OPEN), limit);
    }

    @Override
    public Answer answer(Moment moment) {
        Snapshot snapshot = moment.snapshot();
        Listing listing = moment.listing();
        List<ReaderState> meant = open ? listing.open() : listing.closed();
        JsonArrayBuilder entries = Numbers.JSON.createArrayBuilder();
        meant.stream().sorted(sort.greatestFirst).limit(limit).forEach(reader -> entries.add(entry(reader, listing)));
        JsonObjectBuilder endings = Numbers.JSON.createObjectBuilder();
        listing.endings().forEach((reason, count) -> {
            if (count > 0) {
                endings.add(reason.name(), count);
            }
        });
        JsonObjectBuilder data = Numbers.JSON
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
        return Answer.of(MINUTE.length(), data.build());
    }

    private static JsonObjectBuilder entry(ReaderState reader, Listing listing) {
        JsonObjectBuilder json =
                Numbers.JSON.createObjectBuilder().add("id", reader.id()).add("user", reader.user());
        Peer peer = reader.peer();
        Numbers.add(json, "tier", peer.tier());
        Numbers.add(json, "via", peer.via() == null ? null : peer.via().name().toLowerCase(Locale.ROOT));
        Numbers.add(json, "address", peer.address());
        json.add("state", reader.reason() == null ? OPEN : CLOSED)
                .add("since", reader.since().toString())
                .add(
                        "queue",
                        Numbers.JSON
                                .createObjectBuilder()
                                .add("count", reader.waiting())
                                .add("bytes", reader.waitingBytes())
                                .add("count_most", listing.queueSize())
                                .add("bytes_most", listing.queueBytes()))
                .add("delay_ms", reader.delay().toMillis())
                .add("messages", reader.messages())
                .add("frames", reader.frames())
                .add("subscriptions", reader.subscriptions());
        Numbers.add(json, "closed_at", reader.closedAt());
        if (reader.reason() == null) {
            return json.addNull("code").addNull("reason");
        }
        return json.add("code", reader.reason().code())
                .add("reason", reader.reason().name());
    }

    private static JsonObjectBuilder messages(Snapshot snapshot) {
        JsonObjectBuilder json = Numbers.JSON.createObjectBuilder();
        for (String direction : List.of("in", "out")) {
            JsonObjectBuilder types = Numbers.JSON.createObjectBuilder();
            for (Reading reading : snapshot.readings(Metric.WS_MESSAGES)) {
                if (reading instanceof Reading.Counter counter
                        && direction.equals(counter.tags().get("direction"))) {
                    types.add(
                            counter.tags().get("type"),
                            Numbers.whole(counter.increase().get(MINUTE)));
                }
            }
            json.add(direction, types);
        }
        return json;
    }

    private static JsonObjectBuilder latencies(Snapshot snapshot) {
        JsonObjectBuilder json = Numbers.JSON.createObjectBuilder();
        for (Priority priority : Priority.values()) {
            Map<String, String> tags = Map.of("priority", priority.name());
            json.add(priority.name(), Latency.of(snapshot.distribution(Metric.WS_DELIVERY_DURATION, MINUTE, tags)));
        }
        return json;
    }

    static JsonObjectBuilder dropped(Snapshot snapshot) {
        JsonObjectBuilder json = Numbers.JSON.createObjectBuilder();
        for (String reason : List.of("conflated", "slow", "expired")) {
            json.add(reason, Numbers.whole(snapshot.count(Metric.WS_DROPPED, MINUTE, Map.of("reason", reason))));
        }
        return json;
    }
}
