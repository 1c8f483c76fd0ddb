package io.marketbell.http.trace;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Adds the request's trace id to all log lines written while the request is handled. The server starts its spans only
 * after all filters of this application, so log lines of those filters carry the caller's trace id.
 */
public class TraceFilter extends HttpFilter {
    /** The server writes the field as {@code ext_trace_id}. */
    private static final String FIELD = "trace_id";

    private final transient ThreadLocal<String> callersTraceId = new ThreadLocal<>();

    /** A field, because the server holds only a weak reference. */
    private final transient LogRecordContext.Extension extension = this::traceId;

    @Override
    public void init() {
        LogRecordContext.registerExtension(FIELD, extension);
    }

    @Override
    public void destroy() {
        LogRecordContext.unregisterExtension(FIELD);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> traceId = TraceId.ofHeader(request.getHeader(TraceId.HEADER));
        if (traceId.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        callersTraceId.set(traceId.get());
        try {
            chain.doFilter(request, response);
        } finally {
            callersTraceId.remove();
        }
    }

    /**
     * Returns the trace id of the server's current span if telemetry is enabled, otherwise the caller's. A server span
     * belongs to the caller's trace if there is one. Called only when a log line is written.
     */
    private String traceId() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : callersTraceId.get();
    }
}
