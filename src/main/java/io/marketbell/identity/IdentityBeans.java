package io.marketbell.identity;

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

/** Puts the room together from its settings. */
@ApplicationScoped
class IdentityBeans {
    private final InstantSource clock = InstantSource.system();

    @Produces
    @Singleton
    ConfiguredKeys configuredKeys(
            @ConfigProperty(name = "marketbell.identity.development.keys", defaultValue = "false") boolean development,
            @ConfigProperty(name = "marketbell.production", defaultValue = "false") boolean production,
            @ConfigProperty(name = "marketbell.identity.admin.key") Optional<String> adminKey) {
        if (development && production) {
            throw new IllegalStateException("marketbell.identity.development.keys must not be true in production:"
                    + " everybody knows these keys. Marketbell does not start.");
        }
        return new ConfiguredKeys(development, adminKey, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    @Produces
    @Singleton
    KeyRing keyRing(ConfiguredKeys configured, KeyStore store, Event<KeyRevoked> revoked) {
        return new KeyRing(configured, store, clock, revoked::fire);
    }

    @Produces
    @Singleton
    Authenticator authenticator(KeyRing ring, Tokens tokens) {
        return new KeysAndTokens(ring, tokens);
    }

    @Produces
    @Singleton
    Keys keys(ConfiguredKeys configured, KeyStore store, KeyRing ring, Seal seal) {
        return new Keys(configured, store, ring, seal, clock);
    }

    @Produces
    @Singleton
    CallbackSecrets callbackSecrets(ConfiguredKeys configured, KeyStore store, Seal seal) {
        return new SealedCallbackSecrets(configured, store, seal, clock);
    }

    @Produces
    @Singleton
    Seal seal(
            @ConfigProperty(name = "marketbell.identity.secret.key") Optional<String> key,
            @ConfigProperty(name = "marketbell.data.directory") Path directory) {
        try {
            return new Seal(key.isPresent() ? decoded(key.get()) : SealKeyFile.readOrMake(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("no key for callback secrets can be kept in " + directory, e);
        }
    }

    private static byte[] decoded(String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(key.strip());
            if (bytes.length == Seal.KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // told below, without the value
        }
        throw new IllegalStateException("marketbell.identity.secret.key must be " + Seal.KEY_BYTES
                + " bytes in base64 (openssl rand -base64 32)");
    }
}
