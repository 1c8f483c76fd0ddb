package io.marketbell.journal;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** A growing list of offsets. */
final class Offsets {
    private static final long[] NONE = {};

    private long[] offsets = NONE;
    private int size;

    void add(long offset) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(8, size * 2));
        }
        offsets[size++] = offset;
    }

    void addAll(long[] more) {
        for (long offset : more) {
            add(offset);
        }
    }

    /** Forgets the oldest; gives the memory back where nothing is left. */
    void removeFirst(int count) {
        offsets = size == count ? NONE : Arrays.copyOfRange(offsets, count, size);
        size -= count;
    }

    void forEach(long page, LongConsumer action) {
        for (int i = 0; i < size; i++) {
            if (DeliveryPage.pageOf(offsets[i]) == page) {
                action.accept(offsets[i]);
            }
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    long[] toArray() {
        return Arrays.copyOf(offsets, size);
    }

    /** In rising order, each once. */
    long[] toSortedSet() {
        return Arrays.stream(offsets, 0, size).sorted().distinct().toArray();
    }
}
