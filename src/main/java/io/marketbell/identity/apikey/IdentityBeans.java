package io.marketbell.identity.apikey;

import io.marketbell.audit.AuditSeal;
import io.marketbell.identity.ApiKeyRevoked;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.token.TokenAuthenticator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Produces the beans of this package from its settings. */
@ApplicationScoped
class IdentityBeans {
    private final InstantSource clock = InstantSource.system();

    @Produces
    @Singleton
    ConfiguredApiKeys configuredKeys(
            @ConfigProperty(name = "marketbell.identity.development.keys", defaultValue = "false") boolean development,
            @ConfigProperty(name = "marketbell.production", defaultValue = "false") boolean production,
            @ConfigProperty(name = "marketbell.identity.admin.key") Optional<String> adminKey) {
        if (development && production) {
            throw new IllegalStateException("marketbell.identity.development.keys must not be true in production:"
                    + " these keys are public. Marketbell does not start.");
        }
        return new ConfiguredApiKeys(development, adminKey, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    @Produces
    @Singleton
    ApiKeyCache keyRing(ConfiguredApiKeys configured, ApiKeyStore store, Event<ApiKeyRevoked> revoked) {
        return new ApiKeyCache(configured, store, clock, revoked::fire);
    }

    @Produces
    @Singleton
    ApiKeyUses uses(ApiKeyCache cache) {
        return cache.uses();
    }

    @Produces
    @Singleton
    Authenticator authenticator(ApiKeyCache cache, TokenAuthenticator tokens) {
        return new CredentialAuthenticator(cache, tokens);
    }

    @Produces
    @Singleton
    ApiKeys keys(ConfiguredApiKeys configured, ApiKeyStore store, ApiKeyCache cache, SecretCipher cipher) {
        return new ApiKeys(configured, store, cache, cipher, clock);
    }

    @Produces
    @Singleton
    CallbackSecrets callbackSecrets(ConfiguredApiKeys configured, ApiKeyStore store, SecretCipher cipher) {
        return new CallbackSecrets(configured, store, cipher, clock);
    }

    @Produces
    @Singleton
    SecretCipher seal(
            @ConfigProperty(name = "marketbell.identity.secret.key") Optional<String> key,
            @ConfigProperty(name = "marketbell.data.directory") Path directory) {
        try {
            return new SecretCipher(key.isPresent() ? decoded(key.get()) : SecretKeyFile.readOrMake(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("the key for callback secrets cannot be stored in " + directory, e);
        }
    }

    @Produces
    @Singleton
    SealKeyCheck sealKeyCheck(
            SecretCipher cipher,
            @ConfigProperty(name = "marketbell.identity.secret.key.version", defaultValue = "1") int version) {
        return new SealKeyCheck(cipher, version);
    }

    @Produces
    @Singleton
    DerivedKeys derivedKeys(SecretCipher cipher) {
        return new DerivedKeys(cipher);
    }

    /** All nodes have the same derived key, so each node can verify the entries of the others. */
    @Produces
    @Singleton
    AuditSeal auditSeal(DerivedKeys keys) {
        return new AuditSeal(keys.of("audit chain"));
    }

    private static byte[] decoded(String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(key.strip());
            if (bytes.length == SecretCipher.KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // reported below, without the value
        }
        throw new IllegalStateException("marketbell.identity.secret.key must be " + SecretCipher.KEY_BYTES
                + " bytes in base64 (openssl rand -base64 32)");
    }

    /** Authenticates API keys and bearer tokens. */
    private record CredentialAuthenticator(ApiKeyCache keys, TokenAuthenticator tokens) implements Authenticator {

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
}
