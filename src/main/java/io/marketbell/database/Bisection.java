package io.marketbell.database;

import java.util.List;
import java.util.function.BiConsumer;

/** Isolates the items of a batch that the database rejects, in few attempts. */
public final class Bisection {
    private Bisection() {}

    /** Stores items in one transaction. */
    @FunctionalInterface
    public interface Attempt<T, E extends Exception> {
        /** @throws DataRejected if the database rejects the data of at least one item; none is stored then */
        void store(List<T> items) throws E;
    }

    /**
     * Stores all items together. If the database rejects the data, stores each half of them in the same way.
     *
     * @param rejected receives each item that the database rejects on its own
     */
    public static <T, E extends Exception> void store(
            List<T> items, Attempt<T, E> attempt, BiConsumer<T, DataRejected> rejected) throws E {
        try {
            attempt.store(items);
        } catch (DataRejected e) {
            if (items.size() == 1) {
                rejected.accept(items.get(0), e);
                return;
            }
            int half = items.size() / 2;
            store(items.subList(0, half), attempt, rejected);
            store(items.subList(half, items.size()), attempt, rejected);
        }
    }
}
