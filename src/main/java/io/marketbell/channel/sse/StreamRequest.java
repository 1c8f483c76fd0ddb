package io.marketbell.channel.sse;

import io.marketbell.channel.FilterParser;
import io.marketbell.channel.NameLimits;
import io.marketbell.delivery.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a stream's query parameters and headers ask for: the same as a {@code subscribe} frame. */
final class StreamRequest {
    private final Map<String, String[]> query;
    private final String lastEventId;
    private final NameLimits limits;
    private final List<String> faults = new ArrayList<>();

    /**
     * @param query null where it cannot be decoded
     * @param lastEventId where a client that comes back broke off, or null
     * @param limits of the names in it
     */
    StreamRequest(Map<String, String[]> query, String lastEventId, NameLimits limits) {
        this.limits = limits;
        this.query = query == null ? Map.of() : query;
        this.lastEventId = lastEventId;
        if (query == null) {
            faults.add("the query contains invalid percent escapes");
        }
    }

    /** To be asked for before the faults. */
    Connection.Subscribe wish() {
        FilterParser words = new FilterParser(limits, faults::add);
        words.types(list("types"));
        words.instruments(list("instruments"));
        words.brokers(list("brokers"));
        words.minimumPriority(single("min_priority"));
        // What the client saw last is nearer to the truth than what its page's address said at first.
        boolean again = lastEventId != null && !lastEventId.isBlank();
        long resumeAfter =
                again ? offset("Last-Event-ID", lastEventId.trim()) : offset("resume_after", single("resume_after"));
        return new Connection.Subscribe(words.filter(), flag("snapshot"), resumeAfter, single("epoch"));
    }

    List<String> faults() {
        return faults;
    }

    /** Repeated, or separated by commas, or both. */
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
            // told below
        }
        faults.add(name + " must be a non-negative integer");
        return -1;
    }
}
