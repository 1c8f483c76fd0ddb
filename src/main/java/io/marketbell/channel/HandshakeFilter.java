package io.marketbell.channel;

import io.marketbell.delivery.Exchange;
import io.marketbell.identity.Caller;
import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.identity.Role;
import io.marketbell.network.Origins;
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
import java.security.Principal;
import java.util.Collections;
import java.util.List;

/**
 * Refuses handshakes while they still are HTTP requests, which can be told why: a page of another origin, a node that is
 * full, a caller who may not receive. One without any credential passes, and has to send an {@code auth} frame.
 *
 * <p>Comes behind the filter that finds out who the caller is; web.xml orders them.
 */
@WebFilter(filterName = HandshakeFilter.NAME, urlPatterns = NotificationSocket.PATH, asyncSupported = true)
public class HandshakeFilter extends HttpFilter {
    /** For web.xml, to order it among the others. */
    public static final String NAME = "handshake";

    private final transient Origins origins;
    private final transient Exchange exchange;
    private final transient int connectionsAtMost;

    @Inject
    HandshakeFilter(ChannelSettings settings, Exchange exchange) {
        this.origins = new Origins(settings.origins());
        this.exchange = exchange;
        this.connectionsAtMost = settings.connections();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            response.setHeader("Upgrade", "websocket");
            Answers.refuse(request, response, Refusal.UPGRADE_NEEDED, "this is a WebSocket");
        } else if (!isAllowedOrigin(request)) {
            Answers.refuse(request, response, Refusal.FORBIDDEN, "pages of this origin may not connect");
        } else if (exchange.connections() >= connectionsAtMost) {
            Answers.full(request, response);
        } else {
            Caller caller =
                    request.getUserPrincipal() instanceof MarketbellPrincipal principal ? principal.caller() : null;
            if (caller == null || caller.is(Role.TRADER)) {
                chain.doFilter(new Arriving(request, new HandshakeCaller(caller, request.getRemoteAddr())), response);
            } else {
                Answers.refuse(request, response, Refusal.FORBIDDEN, "receiving needs the role trader");
            }
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
     * Says who the request is from and where, for the socket to know; and has no HTTP session: the container makes one
     * for each handshake, and when that expires, after half an hour, it takes an authenticated socket with it.
     */
    private static final class Arriving extends HttpServletRequestWrapper {
        private final HandshakeCaller caller;

        Arriving(HttpServletRequest request, HandshakeCaller caller) {
            super(request);
            this.caller = caller;
        }

        @Override
        public Principal getUserPrincipal() {
            return caller;
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
