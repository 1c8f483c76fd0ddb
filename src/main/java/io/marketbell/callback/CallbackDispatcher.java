package io.marketbell.callback;

import com.github.f4b6a3.ulid.UlidCreator;
import io.marketbell.database.OutageLog;
import io.marketbell.deadletter.CallbackRetry;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.notification.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Sends the outcomes of notifications to the publishers' callbacks, at least once each: an outcome is stored before it
 * is first sent and deleted after the callback has responded with 2xx. A receiver detects duplicates by notification,
 * outcome and recipient. Different outcomes may arrive out of order.
 *
 * <p>The database is the queue: {@link #pump}, called many times a second by one thread at a time, stores new outcomes,
 * records completed attempts, and starts those that are due. The amount held in memory between two calls is bounded.
 */
final class CallbackDispatcher implements CallbackRetry {

    private static final int BATCH = 500;

    /** The maximum number of rounds of one pump, so that callers do not wait long for its end. */
    private static final int ROUNDS = 100;

    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final CallbackStore store;
    private final CallbackAttempts attempts;
    private final Backoff backoff;
    private final Limits limits;
    private final CallbackAllowlist allowlist;
    private final DeadLetters deadLetters;
    private final InstantSource clock;
    private final DoubleSupplier jitter;
    private final Counts counts;

    private final BlockingQueue<Callback> accepted;
    private final ConcurrentLinkedQueue<CallbackAttempts.Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underway = new AtomicInteger();
    private final Map<String, HostLimiter> limiters = new HashMap<>();
    private final Object pumpLock = new Object();
    private final OutageLog outage = new OutageLog(
            System.getLogger(CallbackDispatcher.class.getName()),
            "the database is unavailable; callbacks are delayed",
            "the database is available again; callbacks continue");
    private volatile long pending;
    private Instant sweepAt = Instant.MIN;

    /** @param jitter returns a new random value from 0 to 1 */
    CallbackDispatcher(
            CallbackStore store,
            CallbackAttempts attempts,
            Backoff backoff,
            Limits limits,
            CallbackAllowlist allowlist,
            DeadLetters deadLetters,
            InstantSource clock,
            DoubleSupplier jitter,
            Counts counts) {
        this.store = store;
        this.attempts = attempts;
        this.backoff = backoff;
        this.limits = limits;
        this.allowlist = allowlist;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.jitter = jitter;
        this.counts = counts;
        this.accepted = new ArrayBlockingQueue<>(limits.queue());
    }

    /**
     * Queues an outcome whose notification has a callback URL. Never blocks; if the queue is full, the outcome becomes
     * a dead letter.
     */
    void take(Outcome outcome) {
        Instant now = clock.instant();
        Callback callback =
                Callback.of(UlidCreator.getMonotonicUlid(now.toEpochMilli()).toString(), outcome, now);
        if (allowlist.refusal(callback.url()).isPresent()) {
            reject(callback, "the host is no longer allowed");
        } else if (pending >= limits.pending() || !accepted.offer(callback)) {
            counts.overflowed.increment();
            reject(callback, "the callback queue is full");
        }
    }

    /**
     * Runs one round. Never throws. If the database is unavailable, or the secrets cannot be read, all state is kept for
     * the next round: a node without the secrets must not give up the callbacks of other nodes.
     */
    void pump() {
        if (!attempts.canSign()) {
            return;
        }
        synchronized (pumpLock) {
            try {
                int rounds = 0;
                do {
                    // in each round: while a long queue is sent, new outcomes must not overflow their queue
                    sweep();
                    inBatches(accepted, this::store);
                    inBatches(ended, this::record);
                } while (start() > 0 && ++rounds < ROUNDS);
                outage.succeeded();
            } catch (RuntimeException e) {
                outage.failed(e);
            }
        }
    }

    /** Processes everything queued. If the work throws, its batch stays in the queue for the next round. */
    private static <T> void inBatches(Queue<T> queue, Consumer<List<T>> work) {
        List<T> batch;
        while (!(batch = queue.stream().limit(BATCH).toList()).isEmpty()) {
            work.accept(batch);
            batch.forEach(done -> queue.poll());
        }
    }

    private void store(List<Callback> batch) {
        List<Callback> refused = store.add(batch);
        refused.forEach(callback -> reject(callback, "the callback cannot be stored"));
        pending += batch.size() - refused.size();
    }

    private void record(List<CallbackAttempts.Ended> batch) {
        List<String> delivered = new ArrayList<>();
        List<CallbackAttempts.Ended> failedFinally = new ArrayList<>();
        List<CallbackStore.Retry> later = new ArrayList<>();
        Instant now = clock.instant();
        for (CallbackAttempts.Ended end : batch) {
            Callback callback = end.callback();
            int failed = callback.attempts() + 1;
            if (end.isDelivered()) {
                delivered.add(callback.id());
            } else if (end.isFinal() || backoff.isSpent(failed)) {
                failedFinally.add(end);
            } else {
                later.add(new CallbackStore.Retry(callback, now.plus(backoff.after(failed, jitter.getAsDouble()))));
            }
        }
        store.remove(delivered);
        store.putOff(later);
        giveUpFailed(failedFinally, now);
        pending -= delivered.size();
    }

    /** Another node may have sent a callback since, if its lease has passed to that node: then it is not given up. */
    private void giveUpFailed(List<CallbackAttempts.Ended> failed, Instant now) {
        Map<Callback, String> details = new HashMap<>();
        failed.forEach(end -> details.put(end.callback(), end.detail()));
        List<Callback> held = store.held(List.copyOf(details.keySet()));
        held.forEach(callback -> addDeadLetter(callback.due(callback.attempts() + 1, now), details.get(callback)));
        giveUp(held, now);
    }

    /** Starts callbacks that are due, within the limits of their hosts. */
    private int start() {
        int room = limits.atOnce() - underway.get();
        if (room <= 0) {
            return 0;
        }
        Instant now = clock.instant();
        List<String> busy = limiters.entrySet().stream()
                .filter(limiter -> limiter.getValue().free() <= 0)
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Integer> free = new HashMap<>();
        List<Callback> chosen = new ArrayList<>();
        for (Callback callback : store.due(now, busy, room)) {
            int left = free.computeIfAbsent(
                    callback.host(), host -> limiterOf(host).free());
            if (left > 0) {
                free.put(callback.host(), left - 1);
                chosen.add(callback);
            }
        }
        List<Callback> ours = store.claim(chosen, now.plus(limits.lease()));
        ours.forEach(this::send);
        return ours.size();
    }

    private void send(Callback callback) {
        HostLimiter limiter = limiterOf(callback.host());
        limiter.started();
        underway.incrementAndGet();
        attempts.attempt(callback).thenAccept(end -> {
            if (limiter.ended(end.isHostAvailable())) {
                counts.breakersOpened.increment();
            }
            underway.decrementAndGet();
            (end.isDelivered() ? counts.delivered : counts.failedAttempts).increment();
            ended.add(end);
        });
    }

    private HostLimiter limiterOf(String host) {
        return limiters.computeIfAbsent(host, name -> new HostLimiter(limits.host(), clock));
    }

    /** Periodically gives up callbacks that have failed for too long, and deletes those given up long ago. */
    private void sweep() {
        Instant now = clock.instant();
        if (now.isBefore(sweepAt)) {
            return;
        }
        limiters.values().removeIf(HostLimiter::isUneventful);
        List<Callback> old = store.waitingSince(now.minus(limits.patience()), BATCH);
        List<Callback> ours = store.claim(old, now.plus(limits.lease()));
        for (Callback callback : ours) {
            addDeadLetter(callback, "no attempt succeeded within " + limits.patience());
        }
        giveUp(ours, now);
        store.deleteGivenUp(now.minus(limits.keepGivenUp()));
        pending = store.count();
        if (old.size() < BATCH) {
            sweepAt = now.plus(SWEEP);
        }
    }

    /** Dead letters are written first: after a crash in between, they are written again under the same key. */
    private void giveUp(List<Callback> leased, Instant now) {
        if (!leased.isEmpty() && !deadLetters.flush()) {
            throw new IllegalStateException("dead letters cannot be written");
        }
        counts.givenUp.add(store.giveUp(leased, now));
    }

    private void reject(Callback callback, String detail) {
        counts.givenUp.increment();
        addDeadLetter(callback, detail);
    }

    private void addDeadLetter(Callback callback, String detail) {
        deadLetters.add(
                callback.notification(),
                callback.url(),
                DeadLetters.Reason.CALLBACK_FAILED,
                callback.attempts(),
                callback.outcome() + ": " + detail);
    }

    @Override
    public int retry(String notificationId, String callbackUrl) {
        return store.retry(notificationId, callbackUrl, clock.instant());
    }

    /** Returns the number of waiting callbacks, including those given up. */
    long pending() {
        return pending + accepted.size();
    }

    /** Returns the number of callbacks in flight. */
    int underway() {
        return underway.get();
    }

    /**
     * The limits of callback processing.
     *
     * @param queue the maximum number of outcomes in memory that are not stored yet
     * @param pending the maximum number of stored callbacks
     * @param atOnce the maximum number of callbacks in flight to all hosts together
     * @param lease exceeds the duration of any attempt, together with the difference of two nodes' clocks; after a
     *     crash, attempts in flight are due again after this time
     * @param patience the maximum time for which an outcome is retried
     * @param keepGivenUp how long a callback that was given up can be sent again
     */
    record Limits(
            int queue,
            long pending,
            int atOnce,
            HostLimiter.Limits host,
            Duration lease,
            Duration patience,
            Duration keepGivenUp) {}

    /** Monotonic counters of callback results since the start. Thread-safe. */
    static final class Counts {

        final LongAdder delivered = new LongAdder();
        final LongAdder failedAttempts = new LongAdder();
        /** Moved to the dead letters. */
        final LongAdder givenUp = new LongAdder();
        /** Moved to the dead letters because the queue was full. */
        final LongAdder overflowed = new LongAdder();
        /** Circuit breakers opened because a host failed repeatedly. */
        final LongAdder breakersOpened = new LongAdder();
    }
}
