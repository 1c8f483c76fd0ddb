package io.marketbell.journal.ledger;

/**
 * A fact about one notification and one user. Facts are only added, in any order, so that they can be appended to the
 * database without reading it. The order of the constants is part of the storage format.
 */
enum DeliveryFact {
    /** Written to a connection before the user acknowledged this offset: a later acknowledgement covers it. */
    WRITTEN,
    /** Written to a connection that has responded since. */
    SENT,
    /** A write failed; the notification may have reached the user nevertheless. */
    ATTEMPTED,
    /** Written after the user had acknowledged this offset or a higher one: that acknowledgement does not cover it. */
    LATE,
    /** Acknowledged after it was written {@link #LATE}. */
    ACKNOWLEDGED
}
