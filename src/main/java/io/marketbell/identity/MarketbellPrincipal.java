package io.marketbell.identity;

import jakarta.security.enterprise.CallerPrincipal;

/**
 * The principal of every authenticated request and WebSocket handshake. Its name is the user; its text says no more than
 * that, so that it may be logged.
 */
public final class MarketbellPrincipal extends CallerPrincipal {
    private final transient Caller caller;

    MarketbellPrincipal(Caller caller) {
        super(caller.user());
        this.caller = caller;
    }

    public Caller caller() {
        return caller;
    }

    @Override
    public String toString() {
        return getName();
    }
}
