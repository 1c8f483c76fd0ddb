package io.marketbell.channel.sse;

import io.marketbell.channel.FilterParser;
import io.marketbell.channel.NameLimits;
import io.marketbell.delivery.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The query parameters and headers of a stream request, with the same meaning as a {@code subscribe} frame. */
final class StreamRequest {
    private final Map<String, String[]> query;
    private final String lastEventId;
    private final NameLimits limits;
    private final List<String> faults = new ArrayList<>();

    /**
     * @param query null if it cannot be decoded
     * @param lastEventId the last event id received by a reconnecting client, or null
     * @param limits limits on the names in it
     */
    StreamRequest(Map<String, String[]> query, String lastEventId, NameLimits limits) {
        this.limits = limits;
        this.query = query == null ? Map.of() : query;
        this.lastEventId = lastEventId;
        if (query == null) {
            faults.add("the query contains invalid percent escapes");
        }
    }

    /** Returns the subscription. Must be called before the faults are read. */
    Connection.Subscribe subscription() {
        FilterParser parser = new FilterParser(limits, faults::add);
        parser.types(list("types"));
        parser.instruments(list("instruments"));
        parser.brokers(list("brokers"));
        parser.minimumPriority(single("min_priority"));
        // The last event id is more recent than the {@code resume_after} of the page's URL.
        boolean reconnected = lastEventId != null && !lastEventId.isBlank();
        long resumeAfter = reconnected
                ? offset("Last-Event-ID", lastEventId.trim())
                : offset("resume_after", single("resume_after"));
        return new Connection.Subscribe(parser.filter(), flag("snapshot"), resumeAfter, single("epoch"));
    }

    List<String> faults() {
        return faults;
    }

    /** Values may be given as repeated parameters, separated by commas, or both. */
    private List<String> list(String name) {
        String[] values = query.getOrDefault(name, new String[0]);
        return Arrays.stream(values)
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::trim)
                .toList();
    }

    private String single(String name) {
        String[] values = query.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1 || values[0].isBlank()) {
            faults.add(name + " must be given once and must not be empty");
            return null;
        }
        return values[0];
    }

    private boolean flag(String name) {
        String value = single(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (!value.equals("true")) {
            faults.add(name + " must be true or false");
        }
        return true;
    }

    private long offset(String name, String value) {
        if (value == null) {
            return -1;
        }
        try {
            long offset = Long.parseLong(value);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        faults.add(name + " must be a non-negative integer");
        return -1;
    }
}
