package io.marketbell.identity.token;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What production requires of the settings of bearer tokens. Without an issuer and an audience, tokens that the same
 * provider issued for other applications are accepted. Keys that are fetched without TLS can be replaced on the way.
 */
final class ProductionTokenRules {
    private static final Duration MAX_SKEW = Duration.ofSeconds(60);

    private ProductionTokenRules() {}

    /**
     * @param location of the keys, if they are not in the configuration
     * @throws IllegalStateException that names every setting to change
     */
    static void check(TokenRules rules, Optional<PublicKeyLocation> location) {
        List<String> missing = new ArrayList<>();
        if (rules.issuer().isEmpty()) {
            missing.add("mp.jwt.verify.issuer");
        }
        if (rules.audiences().isEmpty()) {
            missing.add("mp.jwt.verify.audiences");
        }
        if (location.filter(each -> each.text().toLowerCase(Locale.ROOT).startsWith("http:"))
                .isPresent()) {
            missing.add(TokenBeans.LOCATION + " with https://");
        }
        if (rules.skew().compareTo(MAX_SKEW) > 0) {
            missing.add("mp.jwt.verify.clock.skew of at most " + MAX_SKEW.toSeconds());
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "bearer tokens are accepted, so production (marketbell.production) requires "
                            + String.join(", ", missing) + ". Marketbell does not start.");
        }
    }
}
