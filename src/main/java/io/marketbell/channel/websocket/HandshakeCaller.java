package io.marketbell.channel.websocket;

import io.marketbell.identity.Caller;
import jakarta.websocket.Session;
import java.security.Principal;

/**
 * Carries the caller and its address from the handshake's request to its socket.
 *
 * @param caller null if the handshake contains no credential
 * @param address null if unknown
 */
record HandshakeCaller(Caller caller, String address) implements Principal {

    static HandshakeCaller of(Session session) {
        return session.getUserPrincipal() instanceof HandshakeCaller known ? known : new HandshakeCaller(null, null);
    }

    @Override
    public String getName() {
        return caller == null ? "" : caller.user();
    }
}
