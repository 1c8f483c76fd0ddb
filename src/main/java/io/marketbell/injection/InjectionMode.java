package io.marketbell.injection;

import java.util.Locale;

/** The action for a text that looks like an attack. */
public enum InjectionMode {
    /** The text is refused. */
    BLOCK,
    /** The text is counted and logged, and accepted. */
    REPORT,
    /** The text is not inspected. */
    OFF;

    /** @throws IllegalArgumentException for any other word: a misspelt mode must not disable the protection */
    static InjectionMode of(String word) {
        return valueOf(word.strip().toUpperCase(Locale.ROOT));
    }
}
