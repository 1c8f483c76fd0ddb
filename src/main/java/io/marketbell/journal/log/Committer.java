package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.cluster.NodeRefused;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.SqlFailure;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.log.AppendQueue.Call;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogState;
import io.marketbell.thread.NonBlocking;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The single writer of the log: takes queued calls, commits them in one transaction, passes them to the notifier, and
 * completes the calls. When the database becomes unavailable, it rejects queued and new calls and retries with growing
 * pauses. It finds commits of other nodes, and own commits whose response was lost, but never reads their
 * notifications: a {@link LogFollower} does.
 */
final class Committer implements Runnable {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());

    private static final Duration AFTER_REFUSAL = Duration.ofMillis(500);

    private final LogState state;
    private final LogTakeover takeover;
    private final NodeMembership membership;
    private final AppendQueue queue;
    private final int groupSize;
    private final Duration poll;
    private final Executor answers;
    private final LogConnector connector;
    private final CommitNotifier notifier;
    private final GroupCommit commits;
    private final CommitTimeout timeout;
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private final RetryPause pause = RetryPause.beforeEveryRetry();
    private final RetryPause afterFailedCommits = RetryPause.afterFirstRetry();

    // the following are confined to the writer's thread
    private Duration pauseFirst = Duration.ZERO;
    private Class<?> lastLogged;
    private String lastRefusal;
    private LogWriter writer;

    Committer(
            JournalDatabase database,
            LogState state,
            LogTakeover takeover,
            NodeMembership membership,
            CommitNotifier notifier,
            OwnCommitListener ownCommits,
            AppendQueue queue,
            InstantSource clock,
            JournalLimits limits,
            Executor answers) {
        this.state = state;
        this.takeover = takeover;
        this.membership = membership;
        this.queue = queue;
        this.groupSize = limits.groupSize();
        this.poll = limits.poll();
        this.answers = answers;
        this.connector = new LogConnector(database, state, takeover, membership, clock);
        this.notifier = notifier;
        this.commits = new GroupCommit(database, notifier, answers, ownCommits, afterFailedCommits::startAgain);
        this.timeout = new CommitTimeout(limits.answerWithin(), this::refuseOverdue);
    }

    void onReset(Consumer<Journal.Reset> listener) {
        takeover.onReset(listener);
    }

    CommitTimeout timeout() {
        return timeout;
    }

    /** Called on the monitoring thread while the committing thread waits for the database. */
    private void refuseOverdue(List<Call> calls) {
        JournalUnavailable why = new JournalUnavailable("the database did not respond in time", null);
        LOG.log(WARNING, "a commit timed out; durable notifications are rejected until the database responds");
        state.available(false);
        queue.refuse(why);
        AppendQueue.reject(calls, why);
        queue.rejectQueued(why);
    }

    /** Waits until the database has been reached or found unavailable. */
    void awaitFirstAttempt(Duration atMost) throws InterruptedException {
        firstAttempt.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns whether the first connection attempt is still running; a migration may take long. */
    boolean isOpening() {
        return firstAttempt.getCount() > 0;
    }

    /** Commits queued calls and ends. */
    boolean close(Duration atMost) throws InterruptedException {
        closing.countDown();
        queue.refuse(new JournalUnavailable("the journal is closed", null));
        queue.wake();
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /**
     * Returns after {@link #close}. If it throws, all waiting callers have been rejected, and it may be run again, on
     * the same thread or a new one.
     */
    @Override
    public void run() {
        NonBlocking.mark("the journal's writer");
        try {
            while (writer != null || !isClosing()) {
                if (writer == null) {
                    connect();
                } else if (!commitNext()) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            // The writer is ended by close(), not by interrupts; an interrupt is a bug elsewhere.
            throw new IllegalStateException("the journal's writer was interrupted", e);
        } finally {
            disconnect(new JournalUnavailable(
                    isClosing() ? "the journal is closed" : "the journal's writer failed", null));
            firstAttempt.countDown();
            if (isClosing()) {
                state.ended();
                ended.countDown();
            }
        }
    }

    /** Returns whether {@link #run} has completed after {@link #close}. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    private void connect() throws InterruptedException {
        if (!pauseFirst.isZero()) {
            closing.await(pauseFirst.toMillis(), TimeUnit.MILLISECONDS);
            pauseFirst = Duration.ZERO;
        }
        try {
            writer = connector.connect();
            notifier.found(writer.settledHead());
            pause.startAgain();
            lastRefusal = null;
            state.available(true);
            if (!isClosing()) {
                queue.open();
            }
            LOG.log(INFO, "the journal is open at offset {0}, epoch {1}", state.head(), state.epoch());
            firstAttempt.countDown();
        } catch (NodeRefused e) {
            refused(e);
        } catch (SQLException | RuntimeException | Error e) {
            connector.failed(e);
            // Flyway throws its own exceptions; in every case the log cannot be written now
            Duration wait = pause.next();
            LOG.log(
                    WARNING,
                    "the journal''s database is unavailable, next attempt in {0} ms: {1}",
                    wait.toMillis(),
                    SqlFailure.describe(e));
            if (e instanceof Error) {
                logOnce("the journal could not be opened", e);
            }
            disconnect(new JournalUnavailable("the database is unavailable", e));
            firstAttempt.countDown();
            closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Another node may stop, so the attempt is repeated. */
    private void refused(NodeRefused e) throws InterruptedException {
        if (!e.getMessage().equals(lastRefusal)) {
            lastRefusal = e.getMessage();
            LOG.log(e.isCertain() ? ERROR : WARNING, "this node does not use the database: {0}", e.getMessage());
        }
        disconnect(new JournalUnavailable("this node is refused: " + e.getMessage(), e));
        if (e.isCertain()) {
            firstAttempt.countDown();
        }
        closing.await(AFTER_REFUSAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Logs an unexpected failure with its stack trace, but not again on each retry. */
    private void logOnce(String what, Throwable e) {
        if (!e.getClass().equals(lastLogged)) {
            lastLogged = e.getClass();
            LOG.log(ERROR, what, e);
        }
    }

    /** @return whether to continue */
    private boolean commitNext() throws InterruptedException {
        List<Call> calls = queue.take(groupSize, poll);
        if (calls.isEmpty() && isClosing()) {
            return false;
        }
        try {
            commitOrReadHead(calls);
        } catch (NodeRefused e) {
            reconnect(calls, new JournalUnavailable("this node is refused: " + e.getMessage(), e));
        } catch (SQLException | JournalUnavailable e) {
            LOG.log(WARNING, "a commit failed, the journal reconnects: {0}", SqlFailure.describe(e));
            reconnect(calls, new JournalUnavailable("the database became unavailable", e));
        } catch (RuntimeException | Error e) {
            // A bug, or a failure of the machine. The state of the connection is unknown; a new one may work.
            reconnect(calls, new JournalUnavailable("a commit failed", e));
            logOnce("a commit failed unexpectedly, the journal reconnects", e);
        }
        return true;
    }

    /** Reconnects. Callers are completed first, since every later step may fail or block. */
    private void reconnect(List<Call> calls, JournalUnavailable why) {
        // before callers see the rejection: from then on the store is known to be unavailable
        state.available(false);
        queue.refuse(why);
        // queued after the results of those calls that are committed
        answers.execute(() -> AppendQueue.reject(calls, why));
        // a database that is readable but rejects every commit must not cause a reconnect for each of them
        pauseFirst = calls.isEmpty() ? Duration.ZERO : afterFailedCommits.next();
        disconnect(why);
    }

    /** Runs under the commit timeout, because callers waiting for the next commit cannot be completed meanwhile. */
    private void commitOrReadHead(List<Call> calls) throws SQLException {
        boolean succeeded = false;
        timeout.began(calls);
        try {
            membership.verify();
            if (calls.isEmpty()) {
                notifier.found(writer.visibleHead());
                state.available(true);
            } else {
                commits.commit(writer, calls);
            }
            succeeded = true;
        } finally {
            if (timeout.ended() && succeeded && !isClosing()) {
                state.available(true);
                queue.open();
            }
        }
    }

    /** Closes the connection and rejects queued and new calls. */
    private void disconnect(JournalUnavailable why) {
        state.available(false);
        queue.refuse(why);
        queue.rejectQueued(why);
        LogWriter unusable = writer;
        writer = null;
        if (unusable != null) {
            unusable.close();
        }
    }
}
