package io.marketbell.identity.apikey;

import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.token.TokenAuthenticator;
import java.util.Optional;

/** Authenticates API keys and bearer tokens. */
record CredentialAuthenticator(ApiKeyCache keys, TokenAuthenticator tokens) implements Authenticator {

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
