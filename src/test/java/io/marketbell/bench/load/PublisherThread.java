package io.marketbell.bench.load;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.RestClient;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * A publisher: one connection and one thread that publish their share of a stream over REST, in arrays of equal size.
 */
final class PublisherThread implements Runnable {

    /** The format of the requests. */
    record Manner(int array, boolean ndjson, boolean stampWhenDue) {}

    /** The totals of all publishers of a run. */
    static final class Log {
        final Map<String, LongAdder> expected = new ConcurrentHashMap<>();
        final Map<String, LongAdder> accepted = new ConcurrentHashMap<>();
        final Map<String, LongAdder> troubles = new ConcurrentHashMap<>();
        private final Histogram requestMicros = new Histogram(600_000_000L, 3);
        private final Histogram lateMicros = new Histogram(600_000_000L, 3);

        private static void count(Map<String, LongAdder> counts, String name, long count) {
            counts.computeIfAbsent(name, key -> new LongAdder()).add(count);
        }

        synchronized void request(long lateNanos, long nanos) {
            lateMicros.recordValue(Math.max(0, lateNanos / 1_000));
            requestMicros.recordValue(nanos / 1_000);
        }

        synchronized Histogram requests() {
            return requestMicros.copy();
        }

        synchronized Histogram lateness() {
            return lateMicros.copy();
        }

        static Map<String, Long> sums(Map<String, LongAdder> counts) {
            Map<String, Long> sums = new TreeMap<>();
            counts.forEach((name, count) -> sums.put(name, count.sum()));
            return sums;
        }
    }

    private static final byte[] NONE_REJECTED = "\"rejected\":[]".getBytes(StandardCharsets.US_ASCII);

    private final Items items;
    private final Pacer pacer;
    private final long end;
    private final Manner manner;
    private final HttpLine line;
    private final Log log;

    /** @param end no beat due from then on is published, in nanoseconds since 1970 */
    PublisherThread(Items items, Pacer pacer, long end, Manner manner, HttpLine line, Log log) {
        this.items = items;
        this.pacer = pacer;
        this.end = end;
        this.manner = manner;
        this.line = line;
        this.log = log;
    }

    @Override
    public void run() {
        try (line) {
            for (long beat = pacer.next(); pacer.due(beat) < end; beat = pacer.next()) {
                Pacer.sleepUntil(pacer.due(beat));
                publish(beat);
            }
        } catch (IOException e) {
            Log.count(log.troubles, "close: " + e.getMessage(), 1);
        }
    }

    private void publish(long beat) {
        long due = pacer.due(beat);
        long sent = EpochClock.nanos();
        byte[] body = body(beat * manner.array(), manner.stampWhenDue() ? due : sent);
        try {
            HttpLine.Answer answer =
                    line.post(RestClient.NOTIFICATIONS, manner.ndjson() ? RestClient.NDJSON : RestClient.JSON, body);
            log.request(sent - due, EpochClock.nanos() - sent);
            if (answer.status() == 202) {
                accepted(beat * manner.array(), answer);
            } else {
                Log.count(log.troubles, "answered " + answer.status(), 1);
            }
        } catch (IOException e) {
            Log.count(log.troubles, "request: " + e.getMessage(), 1);
        }
    }

    private byte[] body(long first, long stamp) {
        StringBuilder json = new StringBuilder(128 * manner.array());
        boolean single = manner.array() == 1 && !manner.ndjson();
        String separator = manner.ndjson() ? "\n" : ",";
        json.append(single || manner.ndjson() ? "" : "[");
        for (int i = 0; i < manner.array(); i++) {
            json.append(i == 0 ? "" : separator);
            items.append(json, first + i, stamp);
        }
        json.append(single || manner.ndjson() ? "" : "]");
        return json.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void accepted(long first, HttpLine.Answer answer) {
        int rejected = rejected(answer);
        long readers = 0;
        for (int i = 0; i < manner.array(); i++) {
            readers += items.readers(first + i);
        }
        if (rejected > 0) {
            // the items affected need not be counted exactly; the report shows that some were rejected
            Log.count(log.troubles, "items rejected", rejected);
            readers = readers * (manner.array() - rejected) / manner.array();
        }
        Log.count(log.accepted, items.type().name(), manner.array() - rejected);
        Log.count(log.expected, items.type().name(), readers);
    }

    private static int rejected(HttpLine.Answer answer) {
        byte[] body = answer.body();
        for (int at = 0; at + NONE_REJECTED.length <= body.length; at++) {
            if (body[at] == '"' && Bytes.startsWith(body, at, body.length, NONE_REJECTED)) {
                return 0;
            }
        }
        JsonObject json = Json.object(answer.text());
        JsonArray rejected = json.getJsonArray("rejected");
        return rejected == null ? 0 : rejected.size();
    }
}
