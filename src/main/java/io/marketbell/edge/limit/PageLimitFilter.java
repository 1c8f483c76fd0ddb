package io.marketbell.edge.limit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Applies {@link PageLimit} to every request to a page of the server, before hosts and credentials are checked. */
public final class PageLimitFilter extends HttpFilter {
    private final transient PageLimit limit;

    public PageLimitFilter(PageLimit limit) {
        this.limit = limit;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (limit.admit(request, response)) {
            chain.doFilter(request, response);
        }
    }
}
