package io.marketbell.publish.validation;

import io.marketbell.identity.UserName;
import java.time.Duration;

/** The limits for publishers; documented in docs/reference/limits.md and stated in every fault. */
public final class PublishLimits {
    public static final int ITEMS = 1_000;
    public static final int REQUEST_BYTES = 20 * 1024 * 1024;
    /** Maximum size of an item as sent, including whitespace and escapes. */
    public static final int ITEM_BYTES = 1024 * 1024;
    /** Maximum nesting depth of objects and arrays in an item; a deeper item is not parsed. */
    public static final int ITEM_DEPTH = 128;

    public static final int BODY_BYTES = 16 * 1024;

    /** Maximum number of members and elements in an item; the largest body with all recipients has fewer. */
    public static final int ITEM_VALUES = 20_000;

    /** Maximum nesting depth of objects and arrays in the body; the body itself has depth 1. */
    public static final int BODY_DEPTH = 32;

    public static final int RECIPIENTS = 1_000;
    /** Lengths are in UTF-16 units, like those of Java, JavaScript and the database. */
    static final int USER_LENGTH = UserName.MAX_LENGTH;

    static final int INSTRUMENT_LENGTH = 64;
    static final int BROKER_LENGTH = 64;
    static final int KEY_LENGTH = 200;
    static final int CALLBACK_URL_LENGTH = 2_048;
    static final Duration TIME_TO_LIVE = Duration.ofDays(30);
    /** Maximum number of reported faults of an item; further faults are only counted. */
    static final int FAULTS = 50;

    private PublishLimits() {}
}
