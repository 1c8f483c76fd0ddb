package io.marketbell.journal;

import io.marketbell.database.DatabaseUnavailable;

/** Durable storage is unreachable. It is unknown whether anything was written. */
public final class JournalUnavailable extends DatabaseUnavailable {
    public JournalUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
