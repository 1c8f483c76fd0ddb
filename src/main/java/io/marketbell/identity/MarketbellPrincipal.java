package io.marketbell.identity;

import java.security.Principal;

/**
 * The principal of every authenticated request and WebSocket handshake. Its name is the user; {@code toString} contains
 * only the user, so it is safe to log.
 */
public record MarketbellPrincipal(Caller caller) implements Principal {

    @Override
    public String getName() {
        return caller.user();
    }

    @Override
    public String toString() {
        return getName();
    }
}
