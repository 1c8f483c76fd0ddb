package io.marketbell.trace;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/** The trace that this thread works for, as a field of each structured log line; worked out only when a line is written. */
final class LogTrace implements LogRecordContext.Extension {
    /** The server writes it as {@code ext_trace_id}. */
    static final String FIELD = "trace_id";

    private final ThreadLocal<String> told = new ThreadLocal<>();

    /** The server holds it by a weak reference: the caller must keep it. */
    void begin() {
        LogRecordContext.registerExtension(FIELD, this);
    }

    void end() {
        LogRecordContext.unregisterExtension(FIELD);
    }

    /** This thread serves a caller that told its trace. */
    void enter(String traceId) {
        told.set(traceId);
    }

    void leave() {
        told.remove();
    }

    /** The server's span where telemetry is on and has begun one: it is of the caller's trace, if there is one. */
    @Override
    public String getValue() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : told.get();
    }
}
