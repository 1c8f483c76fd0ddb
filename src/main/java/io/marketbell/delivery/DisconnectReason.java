package io.marketbell.delivery;

/**
 * The reasons for which the server closes a connection: the WebSocket close code, the message for the client, and, in
 * the comments, the action the client should take.
 */
public enum DisconnectReason {
    /** Reconnect after the delay of the {@code shutdown} event, with jitter. */
    SHUTTING_DOWN(1001, "shutting down"),
    /** Reconnect with {@code resume_after}. */
    TOO_SLOW(4002, "too slow: reconnect with resume_after"),
    /** Reconnect; nothing is left to resume. */
    ERASED(4002, "data erased: reconnect"),
    /** Reconnect. */
    UNANSWERED(4003, "two pings unanswered"),
    /** Get a new token, then reconnect. */
    TOKEN_EXPIRED(4005, "token expired"),
    /** Slow down, then reconnect. */
    RATE_LIMITED(4006, "still sending while rate-limited"),
    /** Do not retry. */
    BAD_CREDENTIALS(4100, "bad credentials"),
    /** Do not retry. */
    REVOKED(4100, "key revoked"),
    /** Fix the client. */
    MALFORMED(4102, "malformed frame"),
    /** Fix the client. */
    UNKNOWN_METHOD(4102, "unknown method"),
    /** Fix the client. */
    UNAUTHENTICATED(4102, "authenticate first"),
    /** Authenticate sooner. */
    AUTHENTICATION_TIMEOUT(4103, "no auth frame in time"),
    /** Close others first. */
    TOO_MANY_CONNECTIONS(4104, "too many connections for this user"),
    /** Send text. */
    BINARY(1003, "binary frames are not accepted"),
    /** Fix the client. */
    INVALID_UTF8(1007, "invalid UTF-8"),
    /** Send less. */
    TOO_BIG(1009, "frame too big"),
    /** Reconnect with a growing delay, and {@code resume_after}. */
    FAILED(1011, "internal error: reconnect with resume_after"),
    /** The client closed the connection or the network failed; no message can be sent. */
    GONE(1006, "connection lost");

    private final int code;
    private final String phrase;

    DisconnectReason(int code, String phrase) {
        this.code = code;
        this.phrase = phrase;
    }

    public int code() {
        return code;
    }

    /** Returns the text for the close frame: at most 123 bytes (RFC 6455, section 5.5). */
    public String phrase() {
        return phrase;
    }
}
