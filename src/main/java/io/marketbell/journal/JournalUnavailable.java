package io.marketbell.journal;

/** Durable storage cannot be reached now; nothing is known to have been written. */
public final class JournalUnavailable extends RuntimeException {
    public JournalUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
