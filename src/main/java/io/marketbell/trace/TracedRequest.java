package io.marketbell.trace;

import io.marketbell.audit.TraceId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A request whose {@code traceparent} is the server's own span. */
final class TracedRequest extends HttpServletRequestWrapper {
    private final String traceparent;

    TracedRequest(HttpServletRequest request, String traceparent) {
        super(request);
        this.traceparent = traceparent;
    }

    @Override
    public String getHeader(String name) {
        return TraceId.HEADER.equalsIgnoreCase(name) ? traceparent : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return TraceId.HEADER.equalsIgnoreCase(name)
                ? Collections.enumeration(List.of(traceparent))
                : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Set<String> names = new LinkedHashSet<>(Collections.list(super.getHeaderNames()));
        names.removeIf(TraceId.HEADER::equalsIgnoreCase);
        names.add(TraceId.HEADER);
        return Collections.enumeration(names);
    }
}
