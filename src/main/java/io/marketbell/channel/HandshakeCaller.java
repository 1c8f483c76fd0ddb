package io.marketbell.channel;

import io.marketbell.identity.Caller;
import java.security.Principal;

/** Carries the caller from the handshake's request to its socket. */
record HandshakeCaller(Caller caller) implements Principal {

    @Override
    public String getName() {
        return caller.user();
    }
}
