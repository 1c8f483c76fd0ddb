package io.marketbell.identity;

import java.util.Optional;

/**
 * Validates the name of a user. One rule for API keys, tokens and recipients, so that every user can be addressed: names
 * are compared letter by letter, stored and logged.
 */
public final class UserName {
    /** In UTF-16 units. */
    public static final int MAX_LENGTH = 200;

    private UserName() {}

    /** What is wrong with the name; empty where nothing is. */
    public static Optional<String> fault(String name) {
        if (name.isBlank() || name.length() > MAX_LENGTH) {
            return Optional.of("must have 1 to " + MAX_LENGTH + " characters");
        }
        boolean printable = name.chars().noneMatch(Character::isISOControl);
        return printable && name.equals(name.strip()) && isWellFormed(name)
                ? Optional.empty()
                : Optional.of("must not begin or end with a space or contain control characters");
    }

    /** Half a pair of surrogates is no character: two names that differ in it only would be stored as one. */
    private static boolean isWellFormed(String name) {
        return name.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }
}
