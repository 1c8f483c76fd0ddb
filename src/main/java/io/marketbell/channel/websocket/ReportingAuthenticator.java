package io.marketbell.channel.websocket;

import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.LoginRefused;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reports refused credentials of one socket.
 *
 * @param refused must not block
 * @param address the client's address, or null if unknown
 */
record ReportingAuthenticator(Authenticator authenticator, Consumer<LoginRefused> refused, String address)
        implements Authenticator {

    @Override
    public Optional<Caller> byApiKey(String apiKey) {
        return reported(authenticator.byApiKey(apiKey));
    }

    @Override
    public Optional<Caller> byToken(String token) {
        return reported(authenticator.byToken(token));
    }

    @Override
    public boolean isRevoked(String credential) {
        return authenticator.isRevoked(credential);
    }

    private Optional<Caller> reported(Optional<Caller> caller) {
        if (caller.isEmpty()) {
            refused.accept(new LoginRefused(address));
        }
        return caller;
    }
}
