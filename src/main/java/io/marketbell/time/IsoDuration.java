package io.marketbell.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses ISO 8601 durations of days, hours, minutes and seconds. {@link Duration#parse} also accepts lower case and a
 * sign of each part, as in {@code PT1H-30M}.
 */
public final class IsoDuration {
    private static final Pattern DURATION =
            Pattern.compile("(-?P(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?)?)(?:([0-9]+)(?:[.,]([0-9]+))?S)?");

    private static final int NANO_DIGITS = 9;

    private IsoDuration() {}

    /**
     * Digits of the fraction beyond nanoseconds are truncated. A duration may have one sign, before {@code P}.
     *
     * @throws DateTimeException if the text is not such a duration
     */
    public static Duration parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("not an ISO 8601 duration");
        }
        StringBuilder duration = new StringBuilder(matcher.group(1));
        if (matcher.group(2) != null) {
            duration.append(matcher.group(2));
            String fraction = matcher.group(3);
            if (fraction != null) {
                duration.append('.').append(fraction, 0, Math.min(fraction.length(), NANO_DIGITS));
            }
            duration.append('S');
        }
        // rejects seconds without T, a text without a part, and a number that is too large
        return Duration.parse(duration);
    }
}
