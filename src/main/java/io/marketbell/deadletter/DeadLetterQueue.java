package io.marketbell.deadletter;

import com.github.f4b6a3.ulid.UlidCreator;
import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.database.OutageLog;
import io.marketbell.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Accepts letters in memory without blocking and writes them in batches. Both the queue and the table are bounded: when
 * one is full, the oldest letters are evicted and counted.
 *
 * <p>{@link #writeAndEvict} must be called several times a second.
 */
final class DeadLetterQueue implements DeadLetters {

    private static final int BATCH = 500;
    /** Other nodes add and delete letters too, so the known number becomes stale. */
    private static final Duration RECOUNT = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DeadLetterStore store;
    private final InstantSource clock;
    private final long size;
    private final int queueSize;
    private final Executor flusher;
    private final AtomicBoolean flushUnderWay = new AtomicBoolean();

    private final Map<DeadLetter.Key, DeadLetter> waiting = new LinkedHashMap<>();

    /** Guarded by {@link #waiting}. */
    private long droppedUnwritten;

    private final ReentrantLock writing = new ReentrantLock();
    private final OutageLog outage = new OutageLog(
            System.getLogger(DeadLetterQueue.class.getName()),
            "the database is unavailable; dead letters are kept in memory",
            "the database is available again; all dead letters are written");
    private final LongAdder evicted = new LongAdder();
    private volatile long stored;
    private Instant recountAt = Instant.MIN;

    /**
     * @param size the maximum number of stored letters
     * @param queueSize the maximum number of letters in memory while the database is unavailable
     * @param flusher runs at most one task of this object at a time; may reject it
     */
    DeadLetterQueue(DeadLetterStore store, InstantSource clock, long size, int queueSize, Executor flusher) {
        if (size < 1 || queueSize < 1) {
            throw new IllegalArgumentException(
                    "the number of dead letters must be at least 1, not " + size + ", " + queueSize);
        }
        this.store = store;
        this.clock = clock;
        this.size = size;
        this.queueSize = queueSize;
        this.flusher = flusher;
    }

    @Override
    public void add(Notification notification, String recipient, Reason reason, int attempts, String detail) {
        Instant now = clock.instant();
        DeadLetter letter = new DeadLetter(
                UlidCreator.getMonotonicUlid(now.toEpochMilli()).toString(),
                reason,
                recipient,
                attempts,
                detail,
                reason == Reason.CALLBACK_FAILED ? notification : notification.addressedTo(recipient),
                now,
                now,
                null);
        if (enqueue(letter) && !outage.isFailing()) {
            flushSoon();
        }
        makeRoomInQueue();
    }

    /** @return whether the queue is more than half full, so that it may overflow before the next regular flush */
    private boolean enqueue(DeadLetter letter) {
        synchronized (waiting) {
            waiting.merge(letter.key(), letter, DeadLetter::failedAgain);
            return waiting.size() > queueSize / 2;
        }
    }

    /** Flushes on another thread: callers of {@link #add} must not wait for the database. */
    private void flushSoon() {
        if (flushUnderWay.compareAndSet(false, true)) {
            try {
                flusher.execute(() -> {
                    flushUnderWay.set(false);
                    writeAndEvict();
                });
            } catch (RejectedExecutionException e) {
                // The regular flush follows soon, unless the queue fills up: then the oldest letter is evicted and
                // counted.
                flushUnderWay.set(false);
            }
        }
    }

    private void makeRoomInQueue() {
        synchronized (waiting) {
            var oldest = waiting.keySet().iterator();
            while (waiting.size() > queueSize) {
                oldest.next();
                oldest.remove();
                droppedUnwritten++;
                evicted.increment();
            }
        }
    }

    @Override
    public boolean flush() {
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return true;
            }
        }
        return writeAndEvict();
    }

    @Override
    public long droppedUnwritten() {
        synchronized (waiting) {
            return droppedUnwritten;
        }
    }

    /**
     * Writes the queued letters and evicts the oldest stored ones. If another thread is already writing and the
     * database is slow, callers wait only briefly.
     */
    boolean writeAndEvict() {
        try {
            if (!writing.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            writeAll();
            outage.succeeded();
            return true;
        } catch (RuntimeException e) {
            outage.failed(e);
            return false;
        } finally {
            writing.unlock();
        }
    }

    private void writeAll() {
        for (List<DeadLetter> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
            stored += store.keep(batch);
            removeWritten(batch);
        }
        makeRoomInStore();
    }

    private List<DeadLetter> nextBatch() {
        synchronized (waiting) {
            return waiting.values().stream().limit(BATCH).toList();
        }
    }

    /**
     * Removes written letters from the queue. A letter that failed again during the write stays and is written again.
     */
    private void removeWritten(List<DeadLetter> written) {
        synchronized (waiting) {
            written.forEach(letter -> waiting.remove(letter.key(), letter));
        }
    }

    private void makeRoomInStore() {
        Instant now = clock.instant();
        if (!now.isBefore(recountAt)) {
            stored = store.count();
            recountAt = now.plus(RECOUNT);
        }
        if (stored > size) {
            evicted.add(store.evictBeyond(size));
            stored = store.count();
        }
    }

    @Override
    public Map<String, Reason> reasonsOf(String notificationId) {
        Map<String, Reason> reasons = new HashMap<>();
        ofNotification(notificationId).forEach(letter -> reasons.put(letter.recipient(), letter.reason()));
        return reasons;
    }

    @Override
    public Optional<Notification> notification(String id) {
        return ofNotification(id).stream().findFirst().map(DeadLetter::notification);
    }

    private List<DeadLetter> ofNotification(String notificationId) {
        List<DeadLetter> letters = new ArrayList<>();
        try {
            letters.addAll(store.ofNotification(notificationId));
        } catch (DatabaseUnavailable e) {
            // the queued letters are the best available answer
        }
        synchronized (waiting) {
            for (DeadLetter letter : waiting.values()) {
                if (letter.notification().id().equals(notificationId)) {
                    letters.add(letter);
                }
            }
        }
        return letters;
    }

    /** Returns the number of letters known to this node. */
    long size() {
        synchronized (waiting) {
            return stored + waiting.size();
        }
    }

    /** Returns the number of letters evicted since the start. */
    long evicted() {
        return evicted.sum();
    }
}
