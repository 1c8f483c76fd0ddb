package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.database.Connections;
import io.marketbell.database.SqlFailure;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalQueryListener;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Migration;
import io.marketbell.journal.log.AppendQueue.Call;
import io.marketbell.journal.log.LogWriter.Group;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogState;
import io.marketbell.notification.Notification;
import io.marketbell.thread.NonBlocking;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The single writer of the log: takes what waits, commits it as one, tells the listener, answers the callers. When the
 * database is lost it refuses what waits and what comes, and tries again with growing pauses; once the database is back,
 * what turns out to be committed beyond the known head goes to the listener first.
 */
final class Committer implements Runnable {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());

    private final JournalDatabase database;
    private final LogState state;
    private final LogTakeover takeover;
    private final AppendQueue queue;
    private final InstantSource clock;
    private final int groupSize;
    private final Duration poll;
    private final Executor answers;
    private final CommitNotifier notifier;
    private final CommitTimeout watch;
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Whether the schema is there; only this thread's. */
    private boolean migrated;

    /** Whether the log is marked as in use; only this thread's. */
    private boolean started;

    private final RetryPause pause = new RetryPause();
    private final RetryPause afterFailedCommits = new RetryPause();

    /** Commits that have failed since the last one that succeeded; only this thread's, as is {@link #pausesFirst}. */
    private int failedCommits;

    private boolean pausesFirst;
    private Class<?> lastTold;
    private LogWriter writer;

    /**
     * @param groupSize rows in one commit, at most, unless a single call has more
     * @param poll how often it looks for other nodes' commits while it has none of its own
     * @param answerWithin how long a commit may take until its callers are refused, although it may still succeed
     */
    Committer(
            JournalDatabase database,
            LogState state,
            LogTakeover takeover,
            AppendQueue queue,
            InstantSource clock,
            int groupSize,
            Duration poll,
            Duration answerWithin,
            Executor answers) {
        this.database = database;
        this.state = state;
        this.takeover = takeover;
        this.queue = queue;
        this.clock = clock;
        this.groupSize = groupSize;
        this.poll = poll;
        this.answers = answers;
        this.notifier = new CommitNotifier(database, state, takeover);
        this.watch = new CommitTimeout(answerWithin, this::refuseOverdue);
    }

    void onCommitted(Consumer<List<Notification>> listener) {
        notifier.onCommitted(listener);
    }

    void onReset(Consumer<Journal.Reset> listener) {
        takeover.onReset(listener);
    }

    CommitTimeout watch() {
        return watch;
    }

    /** By the watch's thread, while the one that commits waits for the database. */
    private void refuseOverdue(List<Call> calls) {
        JournalUnavailable why = new JournalUnavailable("the database did not answer in time", null);
        LOG.log(WARNING, "the database keeps the journal's writer waiting; nothing durable is taken until it answers");
        state.available(false);
        queue.refuse(why);
        refuse(calls, why);
        refuseThoseWhoWait(why);
    }

    /** Waits until the database was reached, or was found to be away. */
    void awaitFirstAttempt(Duration atMost) throws InterruptedException {
        firstAttempt.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the database was neither reached nor found to be away yet: it may be migrated, which takes its time. */
    boolean isOpening() {
        return firstAttempt.getCount() > 0;
    }

    /** Commits what waits and ends. */
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
     * Returns when it is closed. Where it throws, everyone who waits has been refused, and it may be run again: by the
     * same thread, or by one that replaces it.
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
            // It is ended by closing it, not by interrupts: those are an error of others.
            throw new IllegalStateException("the journal's writer was interrupted", e);
        } finally {
            lost(new JournalUnavailable(isClosing() ? "the journal is closed" : "the journal's writer failed", null));
            firstAttempt.countDown();
            if (isClosing()) {
                state.ended();
                ended.countDown();
            }
        }
    }

    /** Whether {@link #run} has done all that it had to do. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    private void connect() throws InterruptedException {
        if (pausesFirst) {
            // a database that can be read and refuses every commit must not be reconnected to for each of them
            pausesFirst = false;
            closing.await(afterFailedCommits.next().toMillis(), TimeUnit.MILLISECONDS);
        }
        try {
            if (!migrated) {
                Migration.migrate(database.connections().source());
                migrated = true;
            }
            if (!started) {
                HeadTable.Head head = takeover.start(database);
                state.head(head.offset(), null);
                state.opened(head.epoch(), head.uncleanThrough());
                started = true;
            }
            writer = open();
            notifier.catchUp(writer.settledHead());
            pause.startAgain();
            state.available(true);
            if (!isClosing()) {
                queue.open();
            }
            LOG.log(INFO, "the journal is open at offset {0}, epoch {1}", state.head(), state.epoch());
            firstAttempt.countDown();
        } catch (SQLException | RuntimeException | Error e) {
            migrated &= !SqlFailure.isAboutMissingTables(e);
            // Flyway has exceptions of its own; whatever it was, there is no log to write to now
            Duration wait = pause.next();
            LOG.log(
                    WARNING,
                    "the journal''s database is away, next try in {0} ms: {1}",
                    wait.toMillis(),
                    SqlFailure.describe(e));
            if (e instanceof Error) {
                tellOnce("the journal could not be opened", e);
            }
            lost(new JournalUnavailable("the database is away", e));
            firstAttempt.countDown();
            closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What should never happen is told with its stack, but not again at each try. */
    private void tellOnce(String what, Throwable e) {
        if (!e.getClass().equals(lastTold)) {
            lastTold = e.getClass();
            LOG.log(ERROR, what, e);
        }
    }

    private LogWriter open() throws SQLException {
        Connection connection = database.connections().open(false);
        try {
            takeover.check(connection);
            return new LogWriter(
                    connection, clock, database.connections().writeLate(connection), state, takeover.continuity());
        } catch (SQLException | RuntimeException | Error e) {
            Connections.rollBack(connection, e);
            connection.close();
            throw e;
        }
    }

    /** @return whether to go on */
    private boolean commitNext() throws InterruptedException {
        List<Call> calls = queue.take(groupSize, poll);
        if (calls.isEmpty() && isClosing()) {
            return false;
        }
        try {
            commitOrLook(calls);
        } catch (SQLException | JournalUnavailable e) {
            LOG.log(WARNING, "a commit failed, the journal reconnects: {0}", SqlFailure.describe(e));
            startAfresh(calls, new JournalUnavailable("the database was lost", e));
        } catch (RuntimeException | Error e) {
            // A fault in the code, or of the machine; the connection's state is unknown. A new one may well work.
            startAfresh(calls, new JournalUnavailable("a commit failed", e));
            tellOnce("a commit failed unexpectedly, the journal reconnects", e);
        }
        return true;
    }

    /** Whatever else may fail or take its time, the callers are answered first. */
    private void startAfresh(List<Call> calls, JournalUnavailable why) {
        // before anybody learns of the refusal: it is known from then on that the store is away
        state.available(false);
        queue.refuse(why);
        // behind the answers of those of them that are committed
        answers.execute(() -> refuse(calls, why));
        pausesFirst = !calls.isEmpty() && ++failedCommits > 1;
        lost(why);
    }

    /** Watched, as those who wait for the next commit cannot be answered meanwhile. */
    private void commitOrLook(List<Call> calls) throws SQLException {
        boolean succeeded = false;
        watch.began(calls);
        try {
            if (calls.isEmpty()) {
                // also where a read has failed since: it may be another database that answers again
                notifier.hearOfOthers(writer.visibleHead(!state.isAvailable()));
                state.available(true);
            } else {
                commit(calls);
            }
            succeeded = true;
        } finally {
            if (watch.ended() && succeeded && !isClosing()) {
                state.available(true);
                queue.open();
            }
        }
    }

    private void commit(List<Call> calls) throws SQLException {
        Group group;
        long began = System.nanoTime();
        try {
            group = writer.commit(calls);
            database.done(JournalQueryListener.Query.APPEND, began, true);
        } catch (SQLException e) {
            database.done(JournalQueryListener.Query.APPEND, began, false);
            if (!SqlFailure.isAboutTheData(e)) {
                throw e;
            }
            if (calls.size() == 1) {
                LOG.log(WARNING, "the database refuses what one call appends: {0}", SqlFailure.describe(e));
                calls.get(0).answer().completeExceptionally(new IllegalArgumentException("cannot be stored", e));
            } else {
                // one call's data must not fail the others'; halves find it in few commits
                commit(calls.subList(0, calls.size() / 2));
                commit(calls.subList(calls.size() / 2, calls.size()));
            }
            return;
        }
        failedCommits = 0;
        afterFailedCommits.startAgain();
        notifier.hearOfOthers(group.headBefore());
        notifier.announce(group.committed());
        answers.execute(() -> {
            for (int i = 0; i < calls.size(); i++) {
                calls.get(i).answer().complete(group.answers().get(i));
            }
        });
    }

    private void lost(JournalUnavailable why) {
        state.available(false);
        queue.refuse(why);
        refuseThoseWhoWait(why);
        LogWriter unusable = writer;
        writer = null;
        if (unusable != null) {
            unusable.close();
        }
    }

    private void refuseThoseWhoWait(JournalUnavailable why) {
        try {
            for (List<Call> calls = queue.take(groupSize, Duration.ZERO);
                    !calls.isEmpty();
                    calls = queue.take(groupSize, Duration.ZERO)) {
                refuse(calls, why);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(List<Call> calls, JournalUnavailable why) {
        for (Call call : calls) {
            call.answer().completeExceptionally(why);
        }
    }
}
