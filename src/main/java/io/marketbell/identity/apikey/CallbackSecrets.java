package io.marketbell.identity.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import io.marketbell.identity.IdentityUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * The secrets that callbacks are signed with. Decrypts them from the database; caches them in encrypted form for as long
 * as an API key is cached.
 */
public final class CallbackSecrets {
    private static final Logger LOG = System.getLogger(CallbackSecrets.class.getName());
    private static final int MAX_KNOWN = 10_000;

    private final ConfiguredApiKeys configured;
    private final ApiKeyStore store;
    private final SecretCipher cipher;
    private final InstantSource clock;
    private final Cache<String, Optional<ApiKey>> newest;
    private final Cache<String, Optional<ApiKey>> previous;

    CallbackSecrets(ConfiguredApiKeys configured, ApiKeyStore store, SecretCipher cipher, InstantSource clock) {
        this.configured = configured;
        this.store = store;
        this.cipher = cipher;
        this.clock = clock;
        this.newest = ApiKeyCache.cache(MAX_KNOWN, ApiKeyCache.FRESH, clock);
        this.previous = ApiKeyCache.cache(MAX_KNOWN, ApiKeyCache.FRESH, clock);
    }

    /**
     * Returns the callback secret, as bytes for a MAC, of the user's newest API key that may publish and is not
     * revoked; empty if there is none. May read the database.
     *
     * @throws IdentityUnavailable if the secret cannot be read now; retry later
     */
    public Optional<byte[]> ofPublisher(String user) {
        Optional<byte[]> fixed = configured.callbackSecret(user);
        return fixed.isPresent()
                ? fixed
                : cached(newest, user, name -> store.newestPublisher(name, clock.instant()))
                        .flatMap(this::open);
    }

    /**
     * Returns the callback secret of the user's second newest API key, like {@link #ofPublisher}. Callbacks are signed
     * with it, too, so that a receiver can replace the secret while both keys are valid.
     */
    public Optional<byte[]> previousOfPublisher(String user) {
        return configured.callbackSecret(user).isPresent()
                ? Optional.empty()
                : cached(previous, user, name -> store.previousPublisher(name, clock.instant()))
                        .flatMap(this::open);
    }

    /**
     * Returns whether this node has the key of the secrets in the database. False until it was compared with the
     * database.
     */
    public boolean areReadable() {
        return cipher.isConfirmed();
    }

    private static Optional<ApiKey> cached(
            Cache<String, Optional<ApiKey>> cache, String user, Function<String, Optional<ApiKey>> query) {
        try {
            return cache.get(user, query);
        } catch (RuntimeException e) {
            throw new IdentityUnavailable(e);
        }
    }

    private Optional<byte[]> open(ApiKey key) {
        try {
            return Optional.of(cipher.open(key.sealedCallbackSecret(), key.id()));
        } catch (IllegalStateException e) {
            LOG.log(
                    Level.WARNING,
                    "the callback secret of API key {0} was encrypted with another key: set the same"
                            + " marketbell.identity.secret.key on every node",
                    key.id());
            return Optional.empty();
        }
    }
}
