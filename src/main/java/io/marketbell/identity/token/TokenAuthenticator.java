package io.marketbell.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.marketbell.digest.Sha256;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Authenticates bearer tokens. A valid token is cached by its digest until it expires or the keys change, so that the
 * next request with it costs only a digest and a lookup; the token itself is never stored.
 */
public final class TokenAuthenticator {
    private static final Logger LOG = System.getLogger(TokenAuthenticator.class.getName());

    /** Longer than any token that fits into the headers with others; longer ones are rejected without parsing. */
    static final int MAX_LENGTH = 8 << 10;

    private static final int MAX_CACHED = 50_000;

    private final TokenPublicKeys keys;
    private final TokenVerifier verifier;
    private final TokenCaller callers;
    private final InstantSource clock;
    private final Cache<String, CachedCaller> cached;

    TokenAuthenticator(TokenRules rules, TokenPublicKeys keys, InstantSource clock) {
        this.keys = keys;
        this.verifier = new TokenVerifier(rules, keys);
        this.callers = new TokenCaller(rules);
        this.clock = clock;
        this.cached = Caffeine.newBuilder()
                .maximumSize(MAX_CACHED)
                .expireAfter(Expiry.creating((String digest, CachedCaller found) ->
                        Duration.between(clock.instant(), found.caller().expiresAt())))
                .ticker(() -> clock.millis() * 1_000_000)
                .executor(Runnable::run)
                .build();
    }

    /** @param keysVersion the version of the keys it was verified with */
    private record CachedCaller(Caller caller, long keysVersion) {}

    /** See {@link Authenticator#byToken}. */
    public Optional<Caller> byToken(String token) {
        if (token == null || token.isEmpty() || token.length() > MAX_LENGTH || !isSigned(token)) {
            return refused("it does not have the form of a JWT");
        }
        String digest = digest(token);
        long version = keys.version();
        CachedCaller found = cached.getIfPresent(digest);
        if (found != null
                && found.keysVersion() == version
                && clock.instant().isBefore(found.caller().expiresAt())) {
            return Optional.of(found.caller());
        }
        return checked(token, digest);
    }

    private Optional<Caller> checked(String token, String digest) {
        try {
            Instant now = clock.instant();
            Caller caller = callers.of(verifier.claims(token, now), "jwt:" + digest);
            cached.put(digest, new CachedCaller(caller, keys.version()));
            return Optional.of(caller);
        } catch (InvalidJwtException | MalformedClaimException e) {
            return refused(TokenFault.of(e));
        }
    }

    private static Optional<Caller> refused(String reason) {
        LOG.log(Level.DEBUG, "a bearer token is rejected: {0}", reason);
        return Optional.empty();
    }

    /**
     * Returns whether the token has the three base64url parts of RFC 7515. Five parts would be an encrypted token,
     * whose key would have to be unwrapped first. The library would tolerate white space and similar deviations.
     */
    private static boolean isSigned(String token) {
        int dots = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean base64 =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (!base64 && c != '.') {
                return false;
            }
            dots += c == '.' ? 1 : 0;
        }
        return dots == 2;
    }

    private static String digest(String token) {
        byte[] digest = Sha256.of(token.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
