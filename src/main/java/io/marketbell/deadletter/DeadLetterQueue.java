package io.marketbell.deadletter;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.github.f4b6a3.ulid.UlidCreator;
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
 * Takes letters in memory at once and writes them in batches. Both ends are bounded: what waits for the database, and
 * what lies in it. Whatever has to make room is counted.
 *
 * <p>{@link #tend} is to be called several times a second.
 */
final class DeadLetterQueue implements DeadLetters {

    private static final System.Logger LOG = System.getLogger(DeadLetterQueue.class.getName());
    private static final int BATCH = 500;
    /** Other nodes add and delete too, so what is known of the number of letters ages. */
    private static final Duration RECOUNT = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DeadLetterStore store;
    private final InstantSource clock;
    private final long size;
    private final int queueSize;
    private final Executor flusher;
    private final AtomicBoolean flushUnderWay = new AtomicBoolean();

    private final Map<DeadLetterKey, DeadLetter> waiting = new LinkedHashMap<>();

    /** Guarded by {@link #waiting}. */
    private long droppedUnwritten;

    private final ReentrantLock writing = new ReentrantLock();
    private final LongAdder evicted = new LongAdder();
    private volatile long stored;
    private volatile boolean away;
    private Instant recountAt = Instant.MIN;

    /**
     * @param size how many letters are kept
     * @param queueSize how many wait in memory while the database is away
     * @param flusher has at most one task of this; may reject it
     */
    DeadLetterQueue(DeadLetterStore store, InstantSource clock, long size, int queueSize, Executor flusher) {
        if (size < 1 || queueSize < 1) {
            throw new IllegalArgumentException(
                    "a letter box has room for at least one, not " + size + ", " + queueSize);
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
                reason == Reason.CALLBACK_FAILED
                        ? notification
                        : StoredNotification.addressedTo(recipient, notification),
                now,
                now,
                null);
        if (enqueue(letter) && !away) {
            flushSoon();
        }
        makeRoomInQueue();
    }

    /** @return whether the queue is more than half full: sooner than the next regular flush, it may have no room */
    private boolean enqueue(DeadLetter letter) {
        synchronized (waiting) {
            waiting.merge(letter.key(), letter, DeadLetter::failedAgain);
            return waiting.size() > queueSize / 2;
        }
    }

    /** Those who add must not wait for the database. */
    private void flushSoon() {
        if (flushUnderWay.compareAndSet(false, true)) {
            try {
                flusher.execute(() -> {
                    flushUnderWay.set(false);
                    tend();
                });
            } catch (RejectedExecutionException e) {
                // The regular flush comes soon enough, unless the queue is full: then the oldest is counted as evicted.
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
        return tend();
    }

    @Override
    public long droppedUnwritten() {
        synchronized (waiting) {
            return droppedUnwritten;
        }
    }

    /**
     * Writes what waits and keeps the store within its size. Where another thread is at it, and the database is slow,
     * nobody queues up behind it for long.
     */
    boolean tend() {
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
            if (away) {
                LOG.log(INFO, "The database is back; all dead letters are written");
                away = false;
            }
            return true;
        } catch (RuntimeException e) {
            if (!away) {
                LOG.log(WARNING, "The database is away; dead letters wait in memory: {0}", String.valueOf(reason(e)));
                away = true;
            }
            return false;
        } finally {
            writing.unlock();
        }
    }

    private void writeAll() {
        for (List<DeadLetter> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
            stored += store.keep(batch);
            forget(batch);
        }
        makeRoomInStore();
    }

    /** The store's exceptions wrap what happened; a stack trace would tell no more. */
    private static Throwable reason(RuntimeException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private List<DeadLetter> nextBatch() {
        synchronized (waiting) {
            return waiting.values().stream().limit(BATCH).toList();
        }
    }

    /** A letter that failed again while it was being written stays, and is written again. */
    private void forget(List<DeadLetter> written) {
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
            evicted.add(store.deleteOldest(stored - size));
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
        } catch (DeadLettersUnavailable e) {
            // what waits in memory is the best that can be told now
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

    /** How many letters there are, as far as is known here. */
    long size() {
        synchronized (waiting) {
            return stored + waiting.size();
        }
    }

    /** How many letters had to make room since the start. */
    long evicted() {
        return evicted.sum();
    }
}
