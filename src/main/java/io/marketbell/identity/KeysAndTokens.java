package io.marketbell.identity;

import java.util.Optional;

/** Both kinds of credential. */
record KeysAndTokens(KeyRing keys, Tokens tokens) implements Authenticator {

    @Override
    public Optional<Caller> byApiKey(String apiKey) {
        return keys.byApiKey(apiKey);
    }

    @Override
    public Optional<Caller> byToken(String token) {
        return tokens.byToken(token);
    }

    @Override
    public boolean isRevoked(String credential) {
        return keys.isRevoked(credential);
    }
}
