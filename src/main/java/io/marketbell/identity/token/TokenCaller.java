package io.marketbell.identity.token;

import io.marketbell.identity.Caller;
import io.marketbell.identity.ReservedNames;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.identity.UserName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;

/**
 * Derives the caller from a token's claims. The user is {@code upn}, or else {@code sub}: never
 * {@code preferred_username}, an e-mail address or any other claim that users can change themselves, because a user
 * could then impersonate another.
 */
record TokenCaller(TokenRules rules) {
    private static final String UPN = "upn";
    private static final String GROUPS = "groups";
    private static final String TIER = "tier";

    /** @throws MalformedClaimException if there is no user or a time is invalid */
    Caller of(JwtClaims claims, String credential) throws MalformedClaimException {
        return new Caller(user(claims), roles(claims), tier(claims), credential, end(claims));
    }

    private static String user(JwtClaims claims) throws MalformedClaimException {
        String user = claims.hasClaim(UPN) ? claims.getStringClaimValue(UPN) : claims.getSubject();
        if (user == null) {
            throw new MalformedClaimException("neither upn nor sub");
        }
        Optional<String> fault = UserName.fault(user);
        if (fault.isPresent()) {
            throw new MalformedClaimException("the user " + fault.get());
        }
        if (ReservedNames.has(user)) {
            throw new MalformedClaimException("the user name is reserved: " + user);
        }
        return user;
    }

    /** Ignores groups that are not roles of this application. */
    private static Set<Role> roles(JwtClaims claims) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (claims.getClaimValue(GROUPS) instanceof List<?> groups) {
            for (Object group : groups) {
                if (group instanceof String label) {
                    Role.of(label).ifPresent(roles::add);
                }
            }
        }
        return roles;
    }

    private static Tier tier(JwtClaims claims) {
        return claims.getClaimValue(TIER) instanceof String label
                ? Tier.of(label).orElse(Tier.STANDARD)
                : Tier.STANDARD;
    }

    /** Returns the time from which the token is rejected. */
    private Instant end(JwtClaims claims) throws MalformedClaimException {
        Instant end = instant(claims.getExpirationTime()).plus(rules.skew());
        Optional<Duration> age = rules.age();
        if (age.isEmpty()) {
            return end;
        }
        // The age is counted in whole seconds, and the last second is included.
        Instant old =
                instant(claims.getIssuedAt()).plus(age.get()).plus(rules.skew()).plusSeconds(1);
        return old.isBefore(end) ? old : end;
    }

    private static Instant instant(NumericDate date) throws MalformedClaimException {
        long seconds = date.getValue();
        // Times beyond this cause overflows and are never legitimate.
        if (Math.abs(seconds) > Instant.parse("9999-12-31T23:59:59Z").getEpochSecond()) {
            throw new MalformedClaimException("a time beyond the year 9999");
        }
        return Instant.ofEpochSecond(seconds);
    }
}
