package io.marketbell.journal;

import io.marketbell.database.DatabaseUnavailable;

/** Durable storage cannot be reached now; nothing is known to have been written. */
public final class JournalUnavailable extends DatabaseUnavailable {
    public JournalUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
