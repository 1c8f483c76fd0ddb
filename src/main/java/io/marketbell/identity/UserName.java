package io.marketbell.identity;

import java.util.Optional;

/**
 * Validates user names. The same rule applies to API keys, tokens and recipients, so that every user can be addressed:
 * names are compared exactly, stored and logged.
 */
public final class UserName {
    /** In UTF-16 units. */
    public static final int MAX_LENGTH = 200;

    private UserName() {}

    /** Returns why the name is invalid; empty if it is valid. */
    public static Optional<String> fault(String name) {
        if (name.isBlank() || name.length() > MAX_LENGTH) {
            return Optional.of("must have 1 to " + MAX_LENGTH + " characters");
        }
        boolean printable = name.chars().noneMatch(Character::isISOControl);
        return printable && name.equals(name.strip()) && isWellFormed(name)
                ? Optional.empty()
                : Optional.of("must not begin or end with a space or contain control characters");
    }

    /** Rejects unpaired surrogates: two names that differ only in one would be stored as the same name. */
    private static boolean isWellFormed(String name) {
        return name.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }
}
