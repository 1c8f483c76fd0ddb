package io.marketbell.cluster.node;

import io.marketbell.cluster.EngineReports;
import io.marketbell.database.Connections;
import io.marketbell.database.OutageLog;
import io.marketbell.database.job.Job;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The reports about Redis, in the rows of the nodes in the database. */
public final class DatabaseReports implements EngineReports {
    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS BIGINT)";
    private static final String RUNNING = "state = '" + NodeTable.RUNNING + "'";

    private final Connections connections;
    private final Supplier<String> incarnation;
    private final OutageLog outage = new OutageLog(
            System.getLogger(DatabaseReports.class.getName()),
            "reports about Redis cannot be exchanged",
            "reports about Redis are exchanged again");

    /** @param incarnation of this node; empty while it has not joined */
    public DatabaseReports(DataSource source, Supplier<String> incarnation) {
        this.connections = new Connections(source);
        this.incarnation = incarnation;
    }

    @Override
    public Optional<Duration> exchange(Duration sinceReached) {
        String self = incarnation.get();
        try {
            long micros = connections.read(sql -> {
                sql.update(
                        "UPDATE journal_node SET redis_reached_at = " + NOW + " - ? WHERE incarnation = ? AND "
                                + RUNNING,
                        sinceReached.toNanos() / 1_000,
                        self);
                return sql.first(
                                row -> row.getLong(1),
                                "SELECT COALESCE(MIN(" + NOW + " - redis_reached_at), ?) FROM journal_node WHERE"
                                        + " incarnation <> ? AND " + RUNNING,
                                NEVER.toNanos() / 1_000,
                                self)
                        .orElseThrow();
            });
            outage.succeeded();
            return Optional.of(Duration.ofNanos(micros * 1_000));
        } catch (SQLException e) {
            outage.failed(e);
            return Optional.empty();
        }
    }

    @Override
    public boolean takeTurn(Duration duration) {
        String self = incarnation.get();
        try {
            return connections.write(sql -> Job.NODE_LEAVING.isTakenBy(sql)
                    && sql.update(
                                    "UPDATE journal_node SET leaving_until = " + NOW
                                            + " + ? WHERE incarnation = ? AND NOT EXISTS (SELECT 1 FROM journal_node"
                                            + " other WHERE other.incarnation <> ? AND other.leaving_until > " + NOW
                                            + ")",
                                    duration.toNanos() / 1_000,
                                    self,
                                    self)
                            == 1);
        } catch (SQLException e) {
            outage.failed(e);
            return false;
        }
    }
}
