package io.marketbell.trace;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import io.marketbell.audit.TraceId;
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
 * Finds the trace a request belongs to: that of the server's span where telemetry is on, which is the caller's where the
 * caller told one; else the one the caller told. While this thread handles the request, structured log lines carry its
 * id; and all who come after it are told that trace by the request itself.
 */
public class TraceFilter extends HttpFilter {
    /** The server writes it as {@code ext_trace_id}. */
    static final String LOG_FIELD = "trace_id";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // begun by the server's own filter, which comes before all of ours; invalid where telemetry is off
        SpanContext span = Span.current().getSpanContext();
        HttpServletRequest traced = span.isValid() ? new TracedRequest(request, traceparent(span)) : request;
        Optional<String> id = TraceId.told(traced.getHeader(TraceId.HEADER));
        if (id.isEmpty()) {
            chain.doFilter(traced, response);
            return;
        }
        LogRecordContext.addExtension(LOG_FIELD, id.get());
        try {
            chain.doFilter(traced, response);
        } finally {
            LogRecordContext.removeExtension(LOG_FIELD);
        }
    }

    private static String traceparent(SpanContext span) {
        return "00-" + span.getTraceId() + '-' + span.getSpanId() + '-'
                + span.getTraceFlags().asHex();
    }
}
