package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.database.Bisection;
import io.marketbell.database.DataRejected;
import io.marketbell.database.LockLimits;
import io.marketbell.database.SqlFailure;
import io.marketbell.journal.log.AppendQueue.Call;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Commits groups of calls, notifies the listener, and completes the calls. Rejects a call whose data the database does
 * not accept, and commits the other calls of its group. Confined to the writer's thread.
 */
final class GroupCommit {
    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

    private final JournalDatabase database;
    private final CommitNotifier notifier;
    private final Executor answers;
    private final Consumer<LogWriter.Group> listener;
    private final Runnable onSuccess;

    /**
     * @param answers completes the calls
     * @param listener is passed every commit after the notifier; must not throw
     * @param onSuccess runs after every successful commit
     */
    GroupCommit(
            JournalDatabase database,
            CommitNotifier notifier,
            Executor answers,
            Consumer<LogWriter.Group> listener,
            Runnable onSuccess) {
        this.database = database;
        this.notifier = notifier;
        this.answers = answers;
        this.listener = listener;
        this.onSuccess = onSuccess;
    }

    /** @throws SQLException if the database failed; calls that are not committed are not completed then */
    void commit(LogWriter writer, List<Call> calls) throws SQLException {
        Bisection.store(calls, some -> commitTogether(writer, some), GroupCommit::reject);
    }

    private void commitTogether(LogWriter writer, List<Call> calls) throws SQLException {
        LogWriter.Group group;
        long began = System.nanoTime();
        try {
            group = commitOrRetry(writer, calls);
            database.done(JournalDatabase.APPEND, began, true);
        } catch (SQLException e) {
            database.done(JournalDatabase.APPEND, began, false);
            if (SqlFailure.isAboutTheData(e)) {
                throw new DataRejected(e);
            }
            throw e;
        }
        onSuccess.run();
        try {
            notifier.committed(group.headBefore(), group.idBefore(), group.committed());
        } finally {
            // the group is committed, whether or not its listeners could be notified
            answers.execute(() -> {
                for (int i = 0; i < calls.size(); i++) {
                    calls.get(i).answer().complete(group.answers().get(i));
                }
            });
        }
        listener.accept(group);
    }

    /** Waits for the head again if another node holds it for too long, unless the callers were rejected meanwhile. */
    private static LogWriter.Group commitOrRetry(LogWriter writer, List<Call> calls) throws SQLException {
        while (true) {
            try {
                return writer.commit(calls);
            } catch (SQLException e) {
                boolean rejected = calls.stream().allMatch(call -> call.answer().isDone());
                if (!LockLimits.isTimeout(e) || rejected) {
                    throw e;
                }
                LOG.log(WARNING, "another node holds the head of the log; the commit is retried");
            }
        }
    }

    private static void reject(Call call, DataRejected why) {
        LOG.log(WARNING, "the database rejects the data of an append: {0}", SqlFailure.describe(why));
        call.answer().completeExceptionally(new IllegalArgumentException("cannot be stored", why));
    }
}
