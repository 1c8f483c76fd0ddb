package io.marketbell.identity.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.marketbell.identity.CallbackSecrets;
import io.marketbell.identity.IdentityUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;

/** Decrypts callback secrets from the database. Caches them in encrypted form for as long as an API key is cached. */
final class EncryptedCallbackSecrets implements CallbackSecrets {
    private static final Logger LOG = System.getLogger(EncryptedCallbackSecrets.class.getName());
    private static final int MAX_KNOWN = 10_000;

    private final ConfiguredApiKeys configured;
    private final ApiKeyStore store;
    private final SecretCipher cipher;
    private final Cache<String, Optional<ApiKey>> newest;

    EncryptedCallbackSecrets(
            ConfiguredApiKeys configured, ApiKeyStore store, SecretCipher cipher, InstantSource clock) {
        this.configured = configured;
        this.store = store;
        this.cipher = cipher;
        this.newest = Caffeine.newBuilder()
                .maximumSize(MAX_KNOWN)
                .expireAfterWrite(ApiKeyCache.FRESH)
                .ticker(() -> clock.millis() * 1_000_000)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Optional<byte[]> ofPublisher(String user) {
        Optional<byte[]> fixed = configured.callbackSecret(user);
        return fixed.isPresent() ? fixed : newest(user).flatMap(this::open);
    }

    @Override
    public boolean areReadable() {
        return cipher.isConfirmed();
    }

    private Optional<ApiKey> newest(String user) {
        try {
            return newest.get(user, store::newestPublisher);
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
