package io.marketbell.publish.validation;

import io.marketbell.publish.ItemField;
import io.marketbell.time.IsoDuration;
import io.marketbell.time.Rfc3339;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Parses the times of an item. They are truncated to microseconds, the precision of the database, so that a
 * notification is identical live and in the history.
 */
final class ItemTimes {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private ItemTimes() {}

    /** @return null if the text is null, or if it is not a time and a fault was added */
    static Instant instant(ItemField field, String text, ItemFaults faults) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = Rfc3339.parse(text).truncatedTo(ChronoUnit.MICROS);
            if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
            faults.add(field, "must be between 1970 and 2200");
        } catch (DateTimeException e) {
            faults.add(
                    field,
                    "'" + ItemFaults.shortened(text)
                            + "' is not an RFC 3339 time with an offset, such as 2026-11-22T10:15:30.123Z");
        }
        return null;
    }

    static Instant expiry(String text, Instant now, ItemFaults faults) {
        Instant instant = instant(ItemField.EXPIRES_AT, text, faults);
        if (instant == null) {
            return null;
        }
        if (!instant.isAfter(now)) {
            faults.add(ItemField.EXPIRES_AT, "must be in the future");
            return null;
        }
        if (instant.isAfter(now.plus(PublishLimits.TIME_TO_LIVE))) {
            faults.add(ItemField.EXPIRES_AT, "must be at most " + PublishLimits.TIME_TO_LIVE.toDays() + " days ahead");
            return null;
        }
        return instant;
    }

    static Instant endOfLife(String text, Instant now, ItemFaults faults) {
        if (text == null) {
            return null;
        }
        try {
            Duration duration = IsoDuration.parse(text);
            if (duration.isNegative() || duration.isZero()) {
                faults.add(ItemField.TIME_TO_LIVE, "must be positive");
            } else if (duration.compareTo(PublishLimits.TIME_TO_LIVE) > 0) {
                faults.add(ItemField.TIME_TO_LIVE, "must be at most P" + PublishLimits.TIME_TO_LIVE.toDays() + "D");
            } else {
                return now.plus(duration).truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException e) {
            faults.add(
                    ItemField.TIME_TO_LIVE,
                    "'" + ItemFaults.shortened(text)
                            + "' is not an ISO 8601 duration of days, hours, minutes and seconds, such as PT5S or P7D");
        }
        return null;
    }
}
