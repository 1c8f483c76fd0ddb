package io.marketbell.identity.token;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.config.Config;
import org.jose4j.jwk.JsonWebKey;

/** Produces the token beans from the settings of MicroProfile JWT. */
@ApplicationScoped
class TokenBeans {
    static final String KEY = "mp.jwt.verify.publickey";
    static final String LOCATION = "mp.jwt.verify.publickey.location";

    private static final Logger LOG = System.getLogger(TokenBeans.class.getName());
    private static final InstantSource CLOCK = InstantSource.system();

    /** Detects invalid settings when the application starts instead of with the first token. */
    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, TokenAuthenticator madeNow, Config config) {
        String from = text(config, LOCATION)
                .or(() -> text(config, KEY).map(key -> KEY))
                .orElse(null);
        if (from != null) {
            LOG.log(Level.INFO, "bearer tokens are accepted and verified with the keys of {0}", from);
            if (text(config, "mp.jwt.verify.issuer").isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "mp.jwt.verify.issuer is not set: tokens of any issuer with these keys are accepted");
            }
        }
    }

    @Produces
    @Singleton
    TokenAuthenticator onServerThreads(Config config, ManagedExecutorService threads) {
        return tokens(config, threads);
    }

    /** @throws IllegalStateException with the invalid setting in its message */
    static TokenAuthenticator tokens(Config config, Executor threads) {
        String header = text(config, "mp.jwt.token.header").orElse("Authorization");
        if (!header.equalsIgnoreCase("Authorization")) {
            throw new IllegalStateException("mp.jwt.token.header must be Authorization: browsers attach cookies"
                    + " to requests of other sites");
        }
        return new TokenAuthenticator(rules(config), keys(config, threads), CLOCK);
    }

    static TokenRules rules(Config config) {
        return new TokenRules(
                text(config, "mp.jwt.verify.issuer"),
                texts(config, "mp.jwt.verify.audiences").orElse(Set.of()),
                texts(config, "mp.jwt.verify.publickey.algorithm").orElse(Set.of("RS256")),
                Duration.ofSeconds(seconds(config, "mp.jwt.verify.clock.skew").orElse(0)),
                seconds(config, "mp.jwt.verify.token.age").map(Duration::ofSeconds));
    }

    private static TokenPublicKeys keys(Config config, Executor threads) {
        Optional<String> key = text(config, KEY);
        Optional<String> location = text(config, LOCATION);
        if (key.isPresent() && location.isPresent()) {
            throw new IllegalStateException(KEY + " and " + LOCATION + " are mutually exclusive");
        }
        if (location.isPresent()) {
            int refresh = config.getOptionalValue("marketbell.identity.jwks.refresh.seconds", Integer.class)
                    .orElse(300);
            return located(new PublicKeyLocation(location.get()), Duration.ofSeconds(refresh), threads);
        }
        return TokenPublicKeys.fixed(key.map(text -> parsed(KEY, text)).orElse(List.of()));
    }

    private static TokenPublicKeys located(PublicKeyLocation location, Duration refresh, Executor threads) {
        FetchedPublicKeys keys = new FetchedPublicKeys(location.source(), location.text(), refresh, threads, CLOCK);
        if (!location.isRemote()) {
            try {
                parsed(LOCATION, location.source().fetch());
            } catch (IllegalStateException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(LOCATION + ": " + location.text() + " cannot be read: " + e, e);
            }
        }
        keys.fetch();
        return keys;
    }

    private static List<JsonWebKey> parsed(String setting, String text) {
        try {
            return PublicKeyText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(setting + " " + e.getMessage(), e);
        }
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static Optional<Set<String>> texts(Config config, String name) {
        return config.getOptionalValues(name, String.class)
                .map(values -> Set.copyOf(values.stream().map(String::strip).toList()));
    }

    private static Optional<Integer> seconds(Config config, String name) {
        return config.getOptionalValue(name, Integer.class);
    }
}
