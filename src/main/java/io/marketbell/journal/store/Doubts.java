package io.marketbell.journal.store;

import java.util.List;

/**
 * The offsets that other incarnations of nodes may have sent to their users without a record of it. An immutable value.
 */
public record Doubts(List<Range> ranges) {
    public static final Doubts NONE = new Doubts(List.of());

    /** Both ends are inclusive. */
    public record Range(long from, long through) {
        boolean covers(long offset) {
            return from <= offset && offset <= through;
        }
    }

    public Doubts {
        ranges = List.copyOf(ranges);
    }

    public boolean covers(long offset) {
        for (Range range : ranges) {
            if (range.covers(offset)) {
                return true;
            }
        }
        return false;
    }

    /** Returns an offset, at least the given one, such that everything above the given one up to it is in doubt. */
    public long throughFrom(long offset) {
        return ranges.stream()
                .filter(range -> range.covers(offset + 1))
                .mapToLong(Range::through)
                .max()
                .orElse(offset);
    }

    /** Returns the highest offset in doubt; 0 if there is none. */
    public long highest() {
        return ranges.stream().mapToLong(Range::through).max().orElse(0);
    }
}
