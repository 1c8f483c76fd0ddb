package io.marketbell.identity.token;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.marketbell.settings.Settings;
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
    private static final String ISSUER = "mp.jwt.verify.issuer";

    private static final Logger LOG = System.getLogger(TokenBeans.class.getName());
    private static final InstantSource CLOCK = InstantSource.system();

    /** Detects invalid settings when the application starts instead of with the first token. */
    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, TokenAuthenticator madeNow, Config config) {
        Settings settings = settings(config);
        String source = settings.text(LOCATION)
                .or(() -> settings.text(KEY).map(key -> KEY))
                .orElse(null);
        if (source != null) {
            LOG.log(Level.INFO, "bearer tokens are accepted and verified with the keys of {0}", source);
            if (settings.text(ISSUER).isEmpty()) {
                LOG.log(Level.WARNING, "{0} is not set: tokens of every issuer with these keys are accepted", ISSUER);
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
        String header = settings(config).text("mp.jwt.token.header").orElse("Authorization");
        if (!header.equalsIgnoreCase("Authorization")) {
            throw new IllegalStateException("mp.jwt.token.header must be Authorization: browsers attach cookies"
                    + " to requests of other sites");
        }
        TokenRules rules = rules(config);
        Settings settings = settings(config);
        if (settings.flag("marketbell.production", false)
                && settings.text(KEY).or(() -> settings.text(LOCATION)).isPresent()) {
            ProductionTokenRules.check(rules, settings.text(LOCATION).map(PublicKeyLocation::new));
        }
        return new TokenAuthenticator(rules, keys(settings, threads), CLOCK);
    }

    static TokenRules rules(Config config) {
        Settings settings = settings(config);
        return new TokenRules(
                settings.text(ISSUER),
                Set.copyOf(settings.texts("mp.jwt.verify.audiences", List.of())),
                Set.copyOf(settings.texts("mp.jwt.verify.publickey.algorithm", List.of("RS256"))),
                settings.duration("mp.jwt.verify.clock.skew", SECONDS, Duration.ZERO),
                Optional.ofNullable(settings.duration("mp.jwt.verify.token.age", SECONDS, null)));
    }

    /** The names have different prefixes. */
    private static Settings settings(Config config) {
        return new Settings(config, "");
    }

    private static TokenPublicKeys keys(Settings settings, Executor threads) {
        Optional<String> key = settings.text(KEY);
        Optional<String> location = settings.text(LOCATION);
        if (key.isPresent() && location.isPresent()) {
            throw new IllegalStateException(KEY + " and " + LOCATION + " are mutually exclusive");
        }
        if (location.isPresent()) {
            Duration refresh =
                    settings.duration("marketbell.identity.jwks.refresh.seconds", SECONDS, Duration.ofSeconds(300));
            return located(new PublicKeyLocation(location.get()), refresh, threads);
        }
        return new TokenPublicKeys.Fixed(key.map(text -> parsed(KEY, text)).orElse(List.of()));
    }

    private static TokenPublicKeys located(PublicKeyLocation location, Duration refresh, Executor threads) {
        FetchedPublicKeys keys = new FetchedPublicKeys(location.source(), location.text(), refresh, threads, CLOCK);
        if (!location.isRemote()) {
            try {
                parsed(LOCATION, location.source().call());
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
}
