package io.marketbell.identity;

import java.security.Principal;

/**
 * The principal of every authenticated request and WebSocket handshake. Its name is the user; its text says no more than
 * that, so that it may be logged.
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
