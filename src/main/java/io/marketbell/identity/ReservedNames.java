package io.marketbell.identity;

import java.util.Locale;
import java.util.Set;

/**
 * Names that the audit log uses for the server, for callers without credentials, and for users whose names were erased.
 * No new API key and no token may have one of them, in any case of letters; keys that exist stay valid.
 */
public final class ReservedNames {
    private static final Set<String> NAMES = Set.of("system", "anonymous", "dead letters");
    private static final String PSEUDONYM = "pseudonym-";

    private ReservedNames() {}

    public static boolean has(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || lower.startsWith(PSEUDONYM);
    }
}
