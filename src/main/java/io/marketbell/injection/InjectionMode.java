package io.marketbell.injection;

import java.util.Locale;

/** What becomes of a text that looks like an attack. */
public enum InjectionMode {
    /** It is refused. */
    BLOCK,
    /** It is counted and logged, and goes its way. */
    REPORT,
    /** Nobody looks. */
    OFF;

    /** @throws IllegalArgumentException for any other word: a misspelt mode must not leave the doors open */
    static InjectionMode of(String word) {
        return valueOf(word.strip().toUpperCase(Locale.ROOT));
    }
}
