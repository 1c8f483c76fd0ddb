package io.marketbell.channel;

import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.identity.Role;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * Refuses handshakes while they still are HTTP requests, which can be told why: a page of another origin, a caller who
 * may not receive. One without any credential passes, and has to send an {@code auth} frame.
 *
 * <p>Comes behind the filter that finds out who the caller is; web.xml orders them.
 */
@WebFilter(filterName = HandshakeFilter.NAME, urlPatterns = NotificationSocket.PATH, asyncSupported = true)
public class HandshakeFilter extends HttpFilter {
    static final String NAME = "handshake";

    private final transient Origins origins;

    @Inject
    HandshakeFilter(ChannelSettings settings) {
        this.origins = new Origins(settings.origins());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            response.setHeader("Upgrade", "websocket");
            Answers.refuse(request, response, Refusal.UPGRADE_NEEDED, "this is a WebSocket");
        } else if (!isAllowedOrigin(request)) {
            Answers.refuse(request, response, Refusal.FORBIDDEN, "pages of this origin may not connect");
        } else if (!(request.getUserPrincipal() instanceof MarketbellPrincipal principal)) {
            chain.doFilter(new Unsessioned(request), response);
        } else if (!principal.caller().is(Role.TRADER)) {
            Answers.refuse(request, response, Refusal.FORBIDDEN, "receiving needs the role trader");
        } else {
            chain.doFilter(new Unsessioned(request), response);
        }
    }

    /** Programs send no Origin; only browsers have to, and only they can be misled. */
    private boolean isAllowedOrigin(HttpServletRequest request) {
        List<String> given = Collections.list(request.getHeaders("Origin"));
        return given.isEmpty()
                || given.size() == 1
                        && origins.allow(
                                given.get(0), request.getScheme(), request.getServerName(), request.getServerPort());
    }

    /**
     * Has no HTTP session: the container makes one for each handshake, and when that expires, after half an hour, it
     * takes an authenticated socket with it.
     */
    private static final class Unsessioned extends HttpServletRequestWrapper {
        Unsessioned(HttpServletRequest request) {
            super(request);
        }

        @Override
        public HttpSession getSession() {
            return null;
        }

        @Override
        public HttpSession getSession(boolean create) {
            return null;
        }
    }
}
