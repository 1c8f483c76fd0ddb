package io.marketbell.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The periods covered by a snapshot; each ends at the time of the snapshot. */
public enum Window {
    MINUTE("1m", 6),
    FIVE_MINUTES("5m", 30),
    HOUR("1h", 360);

    public static final List<String> LABELS =
            Arrays.stream(values()).map(Window::label).toList();

    private final String label;
    private final int intervals;

    Window(String label, int intervals) {
        this.label = label;
        this.intervals = intervals;
    }

    /** Returns the name in queries and reports. */
    public String label() {
        return label;
    }

    public int intervals() {
        return intervals;
    }

    public Duration length() {
        return Registry.INTERVAL.multipliedBy(intervals);
    }

    /** Accepts the label, an ISO 8601 duration, or seconds. */
    public static Optional<Window> named(String text) {
        String requested = text.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(window -> requested.equals(window.label)
                        || requested.equals("pt" + window.label)
                        || requested.equals(Long.toString(window.length().toSeconds())))
                .findAny();
    }
}
