package io.marketbell.publish.validation;

import io.marketbell.identity.UserName;
import java.time.Duration;

/** What a publisher may send at most; documented in docs/reference/limits.md and named in every fault. */
public final class PublishLimits {
    public static final int ITEMS = 1_000;
    public static final int REQUEST_BYTES = 20 * 1024 * 1024;
    /** Of an item as it is sent, with its spacing and escapes. */
    public static final int ITEM_BYTES = 1024 * 1024;
    /** Of objects and arrays in one another in an item; beyond it the item is not looked at. */
    public static final int ITEM_DEPTH = 128;

    public static final int BODY_BYTES = 16 * 1024;

    /** Of members and elements in an item; the largest body together with all recipients has fewer. */
    public static final int ITEM_VALUES = 20_000;

    /** Of objects and arrays in one another, the body itself being the first. */
    public static final int BODY_DEPTH = 32;

    public static final int RECIPIENTS = 1_000;
    /** Lengths are in UTF-16 units, as Java, JavaScript and the database count them. */
    static final int USER_LENGTH = UserName.MAX_LENGTH;

    static final int INSTRUMENT_LENGTH = 64;
    static final int BROKER_LENGTH = 64;
    static final int KEY_LENGTH = 200;
    static final int CALLBACK_URL_LENGTH = 2_048;
    static final Duration TIME_TO_LIVE = Duration.ofDays(30);
    /** Named per item; what is beyond is counted. */
    static final int FAULTS = 50;

    private PublishLimits() {}
}
