package io.marketbell.journal;

import java.util.function.Supplier;

/**
 * What stands between the database and those who read the journal, so that one that is slow or lost gathers no threads.
 * Appending and the journal's own upkeep have threads of their own and pass by.
 */
public interface ReadGuard {

    /** @throws JournalUnavailable also where the guard does not let it through, or has waited long enough */
    <T> T read(Supplier<T> read);

    /** Lets everything through. */
    ReadGuard NONE = new ReadGuard() {
        @Override
        public <T> T read(Supplier<T> read) {
            return read.get();
        }
    };
}
