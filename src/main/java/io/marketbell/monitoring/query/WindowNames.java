package io.marketbell.monitoring.query;

import io.marketbell.metrics.Window;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Maps the external names of the windows. */
public final class WindowNames {
    public static final List<String> NAMES = List.of("1m", "5m", "1h");

    private WindowNames() {}

    public static String name(Window window) {
        return NAMES.get(window.ordinal());
    }

    /** Accepts the name, an ISO 8601 duration, or seconds. */
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
