package io.marketbell.cluster.redis;

import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.Bus.Stored;
import io.marketbell.cluster.SharedValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Stores the last values of this node in Redis again, in pages. One thread runs it; any may {@link #begin} it. */
final class ValuesWriteBack {
    private static final int PAGE = 200;
    private static final long PAGE_BYTES = Message.MOST_BYTES / 4;

    private volatile Stored mine = Stream::empty;
    private volatile boolean requested;
    private Iterator<SharedValue> left;

    interface Page {
        void store(List<SharedValue> values) throws RedisFailure;
    }

    void from(Stored values) {
        mine = values;
    }

    /** Begins with the first value, also if it has begun before. */
    void begin() {
        requested = true;
    }

    boolean isPending() {
        return requested || left != null;
    }

    /** Stores the next page. If it fails, {@link #begin} must be called again. */
    void page(Page page) throws RedisFailure {
        if (requested) {
            requested = false;
            left = mine.all().iterator();
        }
        List<SharedValue> values = new ArrayList<>();
        long bytes = 0;
        while (left.hasNext() && values.size() < PAGE && bytes < PAGE_BYTES) {
            SharedValue value = left.next();
            values.add(value);
            bytes += value.bytes();
        }
        if (!left.hasNext()) {
            left = null;
        }
        if (!values.isEmpty()) {
            page.store(values);
        }
    }
}
