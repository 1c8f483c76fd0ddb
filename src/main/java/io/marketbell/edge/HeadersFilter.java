package io.marketbell.edge;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sets {@link SecurityHeaders} before any other filter can answer. A later component may set stricter caching. */
public class HeadersFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean refused = request.getDispatcherType() == DispatcherType.ERROR;
        SecurityHeaders.of(ApplicationPart.of(request), refused).forEach(response::setHeader);
        chain.doFilter(request, response);
    }
}
