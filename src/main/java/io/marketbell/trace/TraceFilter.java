package io.marketbell.trace;

import io.marketbell.audit.TraceId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * While this thread handles a request, its log lines carry the request's trace. The server's own filter begins spans only
 * after all of ours, so what those log belongs to the trace that the caller told.
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
        Optional<String> told = TraceId.told(request.getHeader(TraceId.HEADER));
        if (told.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        log.enter(told.get());
        try {
            chain.doFilter(request, response);
        } finally {
            log.leave();
        }
    }
}
