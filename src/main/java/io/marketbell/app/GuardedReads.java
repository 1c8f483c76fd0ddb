package io.marketbell.app;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import java.util.function.Supplier;

/** Applies the database's concurrency limits to journal reads. */
record GuardedReads(Database database) implements ReadGuard {

    @Override
    public <T> T read(Supplier<T> read) {
        try {
            return database.guarded(read);
        } catch (DatabaseUnavailable e) {
            throw e instanceof JournalUnavailable away ? away : new JournalUnavailable(e.getMessage(), e);
        }
    }
}
