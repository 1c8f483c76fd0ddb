package io.marketbell.cluster.redis;

import java.util.Locale;

/** Why a message was not sent or not received. */
enum BusDrop {
    /** Redis is away. */
    AWAY,
    /** The send queue is full. */
    FULL,
    /** The message is larger than a message may be. */
    TOO_LARGE,
    /** This node must not use the database, so it does not publish either. */
    REFUSED,
    /** It was sent, and Redis did not confirm it. */
    UNCONFIRMED,
    /** Its authentication code is wrong. */
    FORGED,
    /** Its sequence is not higher than that of an earlier message of the node. */
    REPLAYED,
    /** It was sent by a newer release. */
    UNKNOWN_TOPIC,
    UNKNOWN_VERSION,
    MALFORMED,
    /** The receiver threw an exception. */
    FAILED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
