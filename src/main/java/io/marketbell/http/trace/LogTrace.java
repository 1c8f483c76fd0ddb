package io.marketbell.http.trace;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/** Adds the current thread's trace id to structured log lines. The value is computed only when a line is written. */
final class LogTrace implements LogRecordContext.Extension {
    /** The server writes the field as {@code ext_trace_id}. */
    static final String FIELD = "trace_id";

    private final ThreadLocal<String> callersTraceId = new ThreadLocal<>();

    /** Registers the extension. The server holds only a weak reference, so the caller must keep a strong one. */
    void begin() {
        LogRecordContext.registerExtension(FIELD, this);
    }

    void end() {
        LogRecordContext.unregisterExtension(FIELD);
    }

    /** Sets the trace id sent by the caller of the current request. */
    void enter(String traceId) {
        callersTraceId.set(traceId);
    }

    void leave() {
        callersTraceId.remove();
    }

    /**
     * Returns the trace id of the server's current span if telemetry is enabled, otherwise the caller's. A server span
     * belongs to the caller's trace if there is one.
     */
    @Override
    public String getValue() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : callersTraceId.get();
    }
}
