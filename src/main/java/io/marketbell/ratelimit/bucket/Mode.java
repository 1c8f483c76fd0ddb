package io.marketbell.ratelimit.bucket;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The action when a limit is exceeded, from strict to lenient. */
public enum Mode {
    /** The request is refused. */
    BLOCK,
    /** The request is counted and marked, and continues. */
    REPORT,
    /** The limit is not checked. */
    OFF;

    /** The name in JSON and in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with this label; empty if there is none. */
    public static Optional<Mode> of(String label) {
        return Arrays.stream(values())
                .filter(mode -> mode.label().equals(label))
                .findFirst();
    }

    Mode orMoreLenient(Mode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
