package io.marketbell.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Ends requests and handshakes whose credentials {@link CredentialMechanism} found wrong, where it cannot itself. */
@WebFilter(
        filterName = CredentialFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class CredentialFilter extends HttpFilter {
    public static final String NAME = "credentials";

    static final String REFUSAL = "io.marketbell.identity.refusal";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(REFUSAL) instanceof Refusal refusal) {
            refusal.answer(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
