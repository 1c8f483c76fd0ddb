package io.marketbell.http.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id that correlates all processing of one request (W3C Trace Context, level 1). */
public final class TraceId {

    /** The name of the header. */
    public static final String HEADER = "traceparent";

    /** Later versions may have more fields after the flags; version ff is forbidden. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private static final int MAX_LENGTH = 512;

    private TraceId() {}

    /** The trace id in the header's value; empty if the value is null or invalid. */
    public static Optional<String> ofHeader(String traceparent) {
        if (traceparent != null && traceparent.length() <= MAX_LENGTH) {
            Matcher matcher = TRACEPARENT.matcher(traceparent);
            if (matcher.matches()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /**
     * The trace id of the server's current span if telemetry is enabled; the span belongs to the caller's trace if
     * there is one. Otherwise the trace id in the header's value, or a new one if the value is null or invalid.
     */
    public static String of(String traceparent) {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : ofHeader(traceparent).orElseGet(TraceId::random);
    }

    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        // The odd lower half is never zero; an all-zero id would be invalid.
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1);
    }
}
