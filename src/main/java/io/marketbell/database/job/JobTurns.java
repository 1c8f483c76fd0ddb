package io.marketbell.database.job;

import io.marketbell.database.Connections;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs batches of several transactions while no other node runs the same job. A transaction of its own holds the job's
 * lock meanwhile. Does nothing more than run the batch if the database is embedded.
 */
public final class JobTurns {
    /**
     * Longer than a batch. PostgreSQL then ends the transaction, so that a frozen node does not keep the lock; the end
     * of such a turn fails.
     */
    private static final String LONGEST_TURN = "SET LOCAL idle_in_transaction_session_timeout = '30s'";

    private final Connections connections;

    public JobTurns(Connections connections) {
        this.connections = connections;
    }

    /**
     * @param batch uses other connections; must be repeatable, because the lock may be lost while it runs
     * @return the result of the batch; empty if another node runs the job
     */
    public <T> Optional<T> run(Job job, Supplier<T> batch) throws SQLException {
        if (connections.isEmbedded()) {
            return Optional.of(batch.get());
        }
        return connections.write(turn -> {
            if (!job.isTakenBy(turn)) {
                return Optional.empty();
            }
            if (Job.isPostgres(turn)) {
                turn.update(LONGEST_TURN);
            }
            return Optional.of(batch.get());
        });
    }
}
