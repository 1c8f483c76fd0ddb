package io.marketbell.delivery;

import java.util.ArrayDeque;
import java.util.List;

/** The readers that were closed last, as they stood then. */
final class ClosedReaders {
    static final int KEPT = 1_000;

    private final ArrayDeque<ReaderState> latest = new ArrayDeque<>();

    synchronized void add(ReaderState closed) {
        if (latest.size() == KEPT) {
            latest.removeLast();
        }
        latest.addFirst(closed);
    }

    synchronized List<ReaderState> newestFirst() {
        return List.copyOf(latest);
    }
}
