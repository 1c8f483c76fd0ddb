package io.marketbell.journal.ledger;

/**
 * What the ledger notes about one notification and one user. Facts are only ever added, in any order, so that they can be
 * appended to the database without reading it. The order of the constants is part of what is stored.
 */
enum DeliveryFact {
    /** Written to a connection while the user had not acknowledged this offset: a later acknowledgement covers it. */
    WRITTEN,
    /** Written to a connection that has answered since. */
    SENT,
    /** A write failed; the notification may have reached the user all the same. */
    ATTEMPTED,
    /** Written after the user had acknowledged this offset or a higher one: that acknowledgement does not cover it. */
    LATE,
    /** Acknowledged after it was written {@link #LATE}. */
    ACKNOWLEDGED
}
