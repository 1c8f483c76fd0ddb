package io.marketbell.journal.log;

import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.Connections;
import io.marketbell.database.LockLimits;
import io.marketbell.database.SqlFailure;
import io.marketbell.journal.Migration;
import io.marketbell.journal.SchemaRequirement;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * Opens connections that write to the log. Migrates the schema and marks the log as in use before the first one; checks
 * the continuity of the log on each. Confined to the writer's thread.
 */
final class LogConnector {
    private final JournalDatabase database;
    private final LogState state;
    private final LogTakeover takeover;
    private final NodeMembership membership;
    private final InstantSource clock;
    private boolean migrated;
    private boolean started;

    LogConnector(
            JournalDatabase database,
            LogState state,
            LogTakeover takeover,
            NodeMembership membership,
            InstantSource clock) {
        this.database = database;
        this.state = state;
        this.takeover = takeover;
        this.membership = membership;
        this.clock = clock;
    }

    LogWriter connect() throws SQLException {
        if (!migrated) {
            DataSource source = database.connections().source();
            membership.checkBeforeMigration(new SchemaRequirement(() -> Migration.contained(source))::refusal);
            Migration.migrate(source);
            migrated = true;
        }
        if (!started) {
            takeover.start(database);
            started = true;
        }
        membership.ensureJoined();
        Connection connection = database.connections().open(false);
        try {
            takeover.check(connection);
            return new LogWriter(
                    connection,
                    clock,
                    database.connections().writeLate(connection),
                    LockLimits.DEFAULT,
                    state,
                    takeover.continuity());
        } catch (SQLException | RuntimeException | Error e) {
            Connections.rollBack(connection, e);
            connection.close();
            throw e;
        }
    }

    /** Must be called if the log could not be opened: if tables are missing, the next call of {@link #connect} migrates again. */
    void failed(Throwable e) {
        if (SqlFailure.isAboutMissingTables(e)) {
            migrated = false;
        }
    }
}
