package io.marketbell.monitoring;

import io.marketbell.metrics.Window;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The windows by the names they go by outside. */
final class Windows {
    static final List<String> NAMES = List.of("1m", "5m", "1h");

    private Windows() {}

    static String name(Window window) {
        return NAMES.get(window.ordinal());
    }

    /** By its name, as a duration of ISO 8601, or in seconds. */
    static Optional<Window> named(String text) {
        String asked = text.toLowerCase(Locale.ROOT);
        for (Window window : Window.values()) {
            if (asked.equals(name(window))
                    || asked.equals("pt" + name(window))
                    || asked.equals(Long.toString(window.length().toSeconds()))) {
                return Optional.of(window);
            }
        }
        return Optional.empty();
    }
}
