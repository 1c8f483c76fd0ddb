package io.marketbell.app;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.thread.ThreadFaults;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Thread that reads the outcomes of notifications from the ledger in the database, so that neither delivery nor
 * resuming clients wait for it. All its queues are bounded.
 */
final class OutcomeThread implements AutoCloseable {
    private static final Logger LOG = System.getLogger(OutcomeThread.class.getName());
    private static final ThreadFaults FAULTS = ThreadFaults.of("undeliverable notifications");
    private static final long RETRY_MILLIS = 1_000;
    private static final long FINISH_CHECK_MILLIS = 5;
    private static final int OFFSETS_SETTLING = 1_000_000;
    private static final int UNDELIVERABLE_AT_MOST = 1_000;

    private final Ledger ledger;
    private final ScheduledExecutorService thread;
    private final AcknowledgedOutcomes acknowledged;
    private final SettlingOutcomes settling;
    private final long checkDelayMillis;
    private final ArrayBlockingQueue<Runnable> undeliverable = new ArrayBlockingQueue<>(UNDELIVERABLE_AT_MOST);

    /**
     * @param acknowledging maximum number of users with pending acknowledgements
     * @param settle how long other nodes may take to save what they have sent; null if there are none
     */
    OutcomeThread(
            Journal journal,
            Ledger ledger,
            Consumer<Outcome> outcomes,
            InstantSource clock,
            ScheduledExecutorService thread,
            int acknowledging,
            Duration settle) {
        this.ledger = ledger;
        this.thread = thread;
        this.checkDelayMillis = settle == null ? 0 : settle.toMillis();
        Executor later = action -> thread.schedule(action, RETRY_MILLIS, MILLISECONDS);
        AcknowledgedOutcomes alone = new AcknowledgedOutcomes(
                journal, ledger, outcomes, clock, unlessStopped(thread), unlessStopped(later), acknowledging);
        this.settling = settle == null
                ? null
                : new SettlingOutcomes(
                        alone.settling(),
                        unlessStopped(action -> thread.schedule(action, settle.toMillis(), MILLISECONDS)),
                        OFFSETS_SETTLING);
        this.acknowledged = settling == null ? alone : alone.withUnsettled(settling::add);
    }

    /** Ignores rejected tasks: outcomes of acknowledgements may be lost during shutdown. */
    private static Executor unlessStopped(Executor executor) {
        return action -> {
            try {
                executor.execute(action);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "stopped: outcomes are no longer published");
            }
        };
    }

    void acknowledged(String user, Accepted accepted) {
        acknowledged.add(user, accepted);
    }

    /**
     * Runs the action unless the notification has reached the user. Waits until other nodes have saved what they sent.
     * If this cannot be determined, the action runs, so that no dead letter is lost.
     */
    void unlessReached(Notification notification, String user, Runnable action) {
        Runnable check = () -> {
            if (!hasReached(notification, user)) {
                action.run();
            }
        };
        if (!undeliverable.offer(check)) {
            action.run();
            return;
        }
        try {
            thread.schedule(this::checkNext, checkDelayMillis, MILLISECONDS);
        } catch (RejectedExecutionException e) {
            undeliverable.remove(check);
            action.run();
        }
    }

    private void checkNext() {
        Runnable check = undeliverable.poll();
        if (check == null) {
            return;
        }
        try {
            check.run();
        } catch (RuntimeException | Error e) {
            FAULTS.record(e);
        }
    }

    private void checkAll() {
        while (!undeliverable.isEmpty()) {
            checkNext();
        }
    }

    private boolean hasReached(Notification notification, String user) {
        try {
            return ledger.states(notification.offset(), List.of(user)).get(user) != Ledger.State.QUEUED;
        } catch (JournalUnavailable e) {
            return false;
        }
    }

    int waiting() {
        int later = settling == null ? 0 : settling.waiting();
        return acknowledged.waiting() + later + undeliverable.size();
    }

    long lost() {
        return acknowledged.lost() + (settling == null ? 0 : settling.lost());
    }

    /**
     * Returns when the outcomes of all acknowledgements and undeliverable notifications are published or the time is
     * over.
     */
    void finish(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (acknowledged.waiting() > 0 && System.nanoTime() - deadline < 0) {
                MILLISECONDS.sleep(FINISH_CHECK_MILLIS);
            }
            // after the last acknowledgement, which may still be running
            thread.submit(this::checkAll).get(Math.max(1, deadline - System.nanoTime()), NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "outcomes of acknowledgements are not finished: {0}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
