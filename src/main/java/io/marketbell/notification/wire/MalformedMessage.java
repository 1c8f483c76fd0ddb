package io.marketbell.notification.wire;

/** The bytes of a message are not in the expected format. */
public final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedMessage(String message) {
        super(message);
    }

    MalformedMessage(String message, RuntimeException cause) {
        super(message, cause);
    }
}
