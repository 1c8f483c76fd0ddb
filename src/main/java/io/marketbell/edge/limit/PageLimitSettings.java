package io.marketbell.edge.limit;

import io.marketbell.settings.Settings;
import java.util.List;
import java.util.Locale;

/**
 * The rate limit of the server's own pages.
 *
 * @param mode block, report or off
 * @param rate requests per second and address
 * @param burst requests that an address may send at once
 */
public record PageLimitSettings(String mode, int rate, int burst) {
    static final String BLOCK = "block";
    static final String OFF = "off";

    private static final String PREFIX = "marketbell.ratelimit.";
    /** From the most lenient mode to the strictest. */
    private static final List<String> MODES = List.of(OFF, "report", BLOCK);

    private static final int HIGHEST = 1_000_000;

    public PageLimitSettings {
        requireWithin("pages.rate", rate);
        requireWithin("pages.burst", burst);
    }

    /** The general mode of rate limits is the upper bound, as for all policies. @throws IllegalArgumentException if a setting is invalid */
    public static PageLimitSettings of(Settings settings) {
        String general = mode(settings, "mode", BLOCK);
        String own = mode(settings, "pages.mode", general);
        int rate = settings.count(PREFIX + "pages.rate", 10);
        return new PageLimitSettings(
                MODES.indexOf(own) < MODES.indexOf(general) ? own : general,
                rate,
                settings.count(PREFIX + "pages.burst", 100));
    }

    boolean isOff() {
        return mode.equals(OFF);
    }

    boolean isBlocking() {
        return mode.equals(BLOCK);
    }

    private static String mode(Settings settings, String name, String otherwise) {
        String found = settings.text(PREFIX + name).orElse(otherwise).toLowerCase(Locale.ROOT);
        if (!MODES.contains(found)) {
            throw new IllegalArgumentException(PREFIX + name + " must be block, report or off, not " + found);
        }
        return found;
    }

    private static void requireWithin(String name, int value) {
        if (value < 1 || value > HIGHEST) {
            throw new IllegalArgumentException(PREFIX + name + " must be 1 to " + HIGHEST + ", not " + value);
        }
    }
}
