package io.marketbell.ratelimit.bucket;

import java.util.Locale;
import java.util.Optional;

/** What is done where a limit is passed; from strict to lenient. */
public enum Mode {
    /** It is refused. */
    BLOCK,
    /** It is counted and marked, and goes through. */
    REPORT,
    /** Nobody looks. */
    OFF;

    /** As it stands in JSON and in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with this label; empty where there is none. */
    public static Optional<Mode> of(String label) {
        for (Mode mode : values()) {
            if (mode.label().equals(label)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    Mode orMoreLenient(Mode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
