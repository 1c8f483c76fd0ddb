package io.marketbell.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Parses the {@code date-time} of RFC 3339, section 5.6. {@link Instant#parse} accepts other texts, such as hour 24,
 * seconds in an offset and a fraction without digits, and rejects valid ones, such as the offset +19:00.
 */
public final class Rfc3339 {
    private static final int NANO_DIGITS = 9;
    private static final int SHORTEST = "2026-11-22T10:15:30Z".length();
    private static final int AFTER_SECONDS = "2026-11-22T10:15:30".length();
    private static final int OFFSET = "+01:00".length();

    private Rfc3339() {}

    /**
     * Digits of the fraction beyond nanoseconds are truncated. A leap second is the last second before it.
     *
     * @throws DateTimeException if the text is not such a time
     */
    public static Instant parse(String text) {
        if (text.length() < SHORTEST || !isSeparated(text)) {
            throw invalid();
        }
        LocalDate date = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
        int second = digits(text, 17, 19);
        LocalTime time = LocalTime.of(digits(text, 11, 13), digits(text, 14, 16), Math.min(second, 59));
        int end = AFTER_SECONDS;
        if (text.charAt(end) == '.') {
            end = endOfDigits(text, end + 1);
        }
        Instant instant = date.atTime(time)
                .toInstant(ZoneOffset.UTC)
                .plusNanos(nanos(text, end))
                .minusSeconds(60L * offsetMinutes(text, end));
        if (second > 60 || second == 60 && !isLastSecondOfAMonth(instant)) {
            throw invalid();
        }
        return instant;
    }

    private static boolean isSeparated(String text) {
        char between = text.charAt(10);
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (between == 'T' || between == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** A fraction has at least one digit. */
    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        if (end == from) {
            throw invalid();
        }
        return end;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = 1; i <= NANO_DIGITS; i++) {
            int at = AFTER_SECONDS + i;
            nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    private static int offsetMinutes(String text, int from) {
        int length = text.length() - from;
        char first = length == 0 ? ' ' : text.charAt(from);
        if (length == 1 && (first == 'Z' || first == 'z')) {
            return 0;
        }
        if (length != OFFSET || first != '+' && first != '-' || text.charAt(from + 3) != ':') {
            throw invalid();
        }
        int hours = digits(text, from + 1, from + 3);
        int minutes = digits(text, from + 4, from + 6);
        if (hours > 23 || minutes > 59) {
            throw invalid();
        }
        return (first == '-' ? -1 : 1) * (60 * hours + minutes);
    }

    private static boolean isLastSecondOfAMonth(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() == 86_399
                && instant.plusSeconds(1).atOffset(ZoneOffset.UTC).getDayOfMonth() == 1;
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                throw invalid();
            }
            number = 10 * number + c - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static DateTimeException invalid() {
        return new DateTimeException("not an RFC 3339 time");
    }
}
