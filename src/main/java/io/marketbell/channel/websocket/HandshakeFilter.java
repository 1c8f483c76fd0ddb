package io.marketbell.channel.websocket;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.ConnectionProblems;
import io.marketbell.channel.UnauthenticatedSockets;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.http.address.AllowedOrigins;
import io.marketbell.http.problem.AllowedMethods;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.problem.RetryAfter;
import io.marketbell.identity.Caller;
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
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses handshakes while they are still HTTP requests, so that the response can contain a reason: a page of another
 * origin, a full node, a caller without permission to receive. A handshake without a credential passes; its client must
 * send an {@code auth} frame.
 *
 * <p>Applies to every path, because the container also matches variants of the socket's path, for example with a
 * trailing slash. A WebSocket request for another path below the sockets' folder is refused. On other paths an Upgrade
 * header is ignored, as HTTP allows, and {@link Handshake} ensures that the container upgrades only requests admitted
 * here.
 *
 * <p>Runs after the authentication filter; web.xml defines the order.
 */
@WebFilter(filterName = HandshakeFilter.NAME, urlPatterns = "/*", asyncSupported = true)
public class HandshakeFilter extends HttpFilter {
    /** Referenced by web.xml to order the filters. */
    public static final String NAME = "handshake";

    private static final Pattern SOCKETS = Pattern.compile("[/.]*ws\\b", Pattern.CASE_INSENSITIVE);

    private static final Problem UPGRADE_NEEDED = Problem.of(
                    426, "this resource is a WebSocket; send an upgrade request")
            .header("Upgrade", List.of("websocket"));
    private static final Problem UNKNOWN_PATH =
            Problem.of(ProblemType.NOT_FOUND, "no WebSocket at this path; use " + NotificationSocket.PATH);
    private static final Problem FOREIGN_ORIGIN =
            Problem.of(ProblemType.FORBIDDEN, "WebSocket connections from this origin are not allowed");
    private static final Problem ADDRESS_CROWDED = Problem.of(
                    ProblemType.QUOTA_EXCEEDED, "too many unauthenticated sockets from this address; retry later")
            .retryAfter(RetryAfter.UNAVAILABLE);
    private static final Problem CROWDED =
            Problem.of(ProblemType.UNAVAILABLE, "too many unauthenticated sockets; retry later");

    private final transient AllowedOrigins origins;
    private final transient DeliveryHub hub;
    private final transient WebSocketChannel channel;
    private final transient int connectionsAtMost;

    @Inject
    HandshakeFilter(ChannelSettings settings, DeliveryHub hub, WebSocketChannel channel) {
        this.origins = new AllowedOrigins(settings.origins());
        this.hub = hub;
        this.channel = channel;
        this.connectionsAtMost = settings.connections();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean upgrade = isWebSocketRequest(request);
        if (request.getRequestURI().equals(request.getContextPath() + NotificationSocket.PATH)) {
            if (!AllowedMethods.GET.answer(request, response)) {
                socket(upgrade, request, response, chain);
            }
        } else if (upgrade && isAmongSockets(request)) {
            ProblemResponse.send(UNKNOWN_PATH, request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void socket(boolean upgrade, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!upgrade) {
            if (!request.getProtocol().startsWith("HTTP/2")) { // which has no Connection header
                response.setHeader("Connection", "Upgrade");
            }
            ProblemResponse.send(UPGRADE_NEEDED, request, response);
        } else if (!isAllowedOrigin(request)) {
            ProblemResponse.send(FOREIGN_ORIGIN, request, response);
        } else {
            Optional<Problem> fault = new HandshakeHeaders(request).fault();
            if (fault.isPresent()) {
                ProblemResponse.send(fault.get(), request, response);
            } else {
                handshake(request, response, chain);
            }
        }
    }

    /** Returns whether the path, as decoded by the container, starts with the folder of sockets in any spelling. */
    private static boolean isAmongSockets(HttpServletRequest request) {
        String info = request.getPathInfo();
        String path = request.getServletPath() + (info == null ? "" : info);
        return SOCKETS.matcher(path).lookingAt();
    }

    /** Matches more than the container's own test for an upgrade: any Upgrade header that mentions WebSocket. */
    private static boolean isWebSocketRequest(HttpServletRequest request) {
        Enumeration<String> fields = request.getHeaders("Upgrade");
        while (fields.hasMoreElements()) {
            if (fields.nextElement().toLowerCase(Locale.ROOT).contains("websocket")) {
                return true;
            }
        }
        return false;
    }

    private void handshake(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller caller = request.getUserPrincipal() instanceof MarketbellPrincipal principal ? principal.caller() : null;
        UnauthenticatedSockets.Room room;
        if (hub.connections() >= connectionsAtMost) {
            ProblemResponse.send(ConnectionProblems.NODE_FULL, request, response);
        } else if (caller != null && !caller.is(Role.TRADER)) {
            ProblemResponse.send(ConnectionProblems.NOT_A_TRADER, request, response);
        } else if (caller == null
                && (room = channel.unauthenticated().room(request.getRemoteAddr()))
                        != UnauthenticatedSockets.Room.FREE) {
            ProblemResponse.send(
                    room == UnauthenticatedSockets.Room.ADDRESS_FULL ? ADDRESS_CROWDED : CROWDED, request, response);
        } else {
            HandshakeCaller arriving = new HandshakeCaller(caller, request.getRemoteAddr());
            Handshake.admit(chain, new Arriving(request, arriving), response);
            if (response.getStatus() == HttpServletResponse.SC_BAD_REQUEST && !response.isCommitted()) {
                ProblemResponse.send(HandshakeHeaders.REJECTED, request, response);
            }
        }
    }

    /** Programs send no Origin. Only browsers must send it, and only browsers are subject to cross-site requests. */
    private boolean isAllowedOrigin(HttpServletRequest request) {
        List<String> given = Collections.list(request.getHeaders("Origin"));
        return given.isEmpty()
                || given.size() == 1
                        && origins.allow(
                                given.get(0), request.getScheme(), request.getServerName(), request.getServerPort());
    }

    /**
     * Supplies the caller and its address to the socket, and suppresses the HTTP session: the container creates a
     * session for each handshake, and when the session expires after half an hour, it closes the authenticated socket.
     * Hides the list of extensions, because none is supported and the container rejects some valid lists.
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
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase(HandshakeHeaders.EXTENSIONS)
                    ? Collections.emptyEnumeration()
                    : super.getHeaders(name);
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
