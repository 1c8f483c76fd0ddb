package io.marketbell.journal;

import java.util.function.Supplier;

/**
 * Guards reads of the journal, so that a slow or unreachable database does not block many threads. Appends and
 * maintenance run on their own threads and bypass it.
 */
public interface ReadGuard {

    /** @throws JournalUnavailable also if the guard rejects the read or the read times out */
    <T> T read(Supplier<T> read);

    /** A guard that never rejects. */
    ReadGuard NONE = new ReadGuard() {
        @Override
        public <T> T read(Supplier<T> read) {
            return read.get();
        }
    };
}
