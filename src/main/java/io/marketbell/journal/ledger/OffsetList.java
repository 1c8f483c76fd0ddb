package io.marketbell.journal.ledger;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** A growing list of offsets. */
final class OffsetList {
    static final long[] NONE = {};

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

    /** Adds the offsets above a limit to another list. */
    void addTo(OffsetList other, long after) {
        for (int i = 0; i < size; i++) {
            if (offsets[i] > after) {
                other.add(offsets[i]);
            }
        }
    }

    /** Removes the oldest offsets; releases the memory if the list becomes empty. */
    void removeFirst(int count) {
        if (count > 0) {
            offsets = size == count ? NONE : Arrays.copyOfRange(offsets, count, size);
            size -= count;
        }
    }

    /** Removes one occurrence; returns false if there is none. */
    boolean remove(long offset) {
        for (int i = 0; i < size; i++) {
            if (offsets[i] == offset) {
                System.arraycopy(offsets, i + 1, offsets, i, size - i - 1);
                size--;
                if (size == 0) {
                    offsets = NONE;
                }
                return true;
            }
        }
        return false;
    }

    /** Returns whether the list starts with these offsets. */
    boolean startsWith(long[] first) {
        return size >= first.length && Arrays.equals(offsets, 0, first.length, first, 0, first.length);
    }

    /** Removes the offsets up to a limit and returns them. */
    long[] removeThrough(long limit) {
        long[] removed = new long[size];
        int count = 0;
        int left = 0;
        for (int i = 0; i < size; i++) {
            if (offsets[i] <= limit) {
                removed[count++] = offsets[i];
            } else {
                offsets[left++] = offsets[i];
            }
        }
        size = left;
        if (size == 0) {
            offsets = NONE;
        }
        return Arrays.copyOf(removed, count);
    }

    void forEach(long page, LongConsumer action) {
        for (int i = 0; i < size; i++) {
            if (DeliveryPage.pageOf(offsets[i]) == page) {
                action.accept(offsets[i]);
            }
        }
    }

    /** Returns the lowest offset; the maximum value if empty. */
    long lowest() {
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            lowest = Math.min(lowest, offsets[i]);
        }
        return lowest;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long[] toArray() {
        return Arrays.copyOf(offsets, size);
    }

    /** Returns the offsets in ascending order without duplicates. */
    long[] toSortedSet() {
        return Arrays.stream(offsets, 0, size).sorted().distinct().toArray();
    }
}
