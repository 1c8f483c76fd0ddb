package io.marketbell.channel.websocket;

import io.marketbell.identity.Caller;
import java.security.Principal;

/**
 * Carries the caller and its address from the handshake's request to its socket.
 *
 * @param caller null if the handshake contains no credential
 */
record HandshakeCaller(Caller caller, String address) implements Principal {

    @Override
    public String getName() {
        return caller == null ? "" : caller.user();
    }
}
