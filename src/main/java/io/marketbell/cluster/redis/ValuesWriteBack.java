package io.marketbell.cluster.redis;

import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.Bus.Stored;
import io.marketbell.cluster.SharedValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Stores the last values of this node in Redis again, in pages. One thread runs it; any may {@link #begin} it. */
final class ValuesWriteBack {
    private static final int PAGE = 200;
    private static final long PAGE_BYTES = Message.MOST_BYTES / 4;

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private volatile Stored mine = Stream::empty;
    private volatile boolean requested;
    private Iterator<SharedValue> left;
    private boolean failed;
    private long retryAt;

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
        return (requested || left != null) && !(failed && System.nanoTime() - retryAt < 0);
    }

    /**
     * Stores the next page. If Redis fails, {@link #begin} must be called again. If the values cannot be read, it begins
     * again after a while.
     */
    void page(Page page) throws RedisFailure {
        if (requested) {
            requested = false;
            failed = true;
            retryAt = System.nanoTime() + RETRY_NANOS;
            try {
                left = mine.all().iterator();
                failed = false;
            } finally {
                // not written if it succeeded: another thread may have requested the values again
                if (failed) {
                    requested = true;
                }
            }
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
