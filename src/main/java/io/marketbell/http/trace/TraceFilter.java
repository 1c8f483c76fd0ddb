package io.marketbell.http.trace;

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
    private final transient LogTrace log = new LogTrace();

    @Override
    public void init() {
        log.begin();
    }

    @Override
    public void destroy() {
        log.end();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> traceId = TraceId.ofHeader(request.getHeader(TraceId.HEADER));
        if (traceId.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        log.enter(traceId.get());
        try {
            chain.doFilter(request, response);
        } finally {
            log.leave();
        }
    }
}
