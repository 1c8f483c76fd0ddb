package io.marketbell.database.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.database.Connections;
import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class JobTurnsTest {
    /** Of this database only: other tests share the server. */
    private static final String ADVISORY =
            "l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private final DataSource postgres = ProductDatabases.postgres();
    private final JobTurns one = new JobTurns(new Connections(postgres));
    private final JobTurns other = new JobTurns(new Connections(postgres));

    @Test
    void onlyOneNodeRunsAJobAtATime() throws SQLException {
        Optional<Optional<String>> result = one.run(Job.EXPIRY, () -> runByOther(Job.EXPIRY));

        assertThat(result).contains(Optional.empty());
        assertThat(runByOther(Job.EXPIRY)).contains("done");
    }

    @Test
    void anotherJobIsNotAffected() throws SQLException {
        assertThat(one.run(Job.EXPIRY, () -> runByOther(Job.FIRST_ADMIN_KEY))).contains(Optional.of("done"));
    }

    @Test
    void failedBatchReleasesTheLock() {
        assertThatThrownBy(() -> one.run(Job.EXPIRY, () -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");

        assertThat(runByOther(Job.EXPIRY)).contains("done");
    }

    @Test
    void nodeWhoseConnectionEndsReleasesTheLock() {
        assertThatThrownBy(() -> one.run(Job.EXPIRY, () -> {
                    Database.over(postgres)
                            .write(sql -> sql.list(
                                    row -> row.getBoolean(1),
                                    "SELECT pg_terminate_backend(l.pid, 5000) FROM pg_locks l WHERE " + ADVISORY));
                    return runByOther(Job.EXPIRY);
                }))
                .isInstanceOf(SQLException.class);

        assertThat(runByOther(Job.EXPIRY)).contains("done");
    }

    @Test
    void frozenNodeDoesNotKeepTheLock() throws SQLException {
        String timeout = one.run(
                        Job.EXPIRY,
                        () -> Database.over(postgres)
                                .<String>read(sql -> sql.first(
                                                row -> row.getString(1),
                                                "SELECT COALESCE(MAX(a.query), '') FROM pg_locks l JOIN pg_stat_activity a"
                                                        + " ON a.pid = l.pid WHERE " + ADVISORY
                                                        + " AND a.state = 'idle in transaction'")
                                        .orElseThrow()))
                .orElseThrow();

        assertThat(timeout).contains("idle_in_transaction_session_timeout = '30s'");
    }

    @Test
    void everyTurnRunsOnAnEmbeddedDatabase() throws SQLException {
        JobTurns embedded = new JobTurns(new Connections(ProductDatabases.h2()));

        assertThat(embedded.run(Job.EXPIRY, () -> run(embedded, Job.EXPIRY))).contains(Optional.of("done"));
    }

    private Optional<String> runByOther(Job job) {
        return run(other, job);
    }

    private static Optional<String> run(JobTurns node, Job job) {
        try {
            return node.run(job, () -> "done");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
