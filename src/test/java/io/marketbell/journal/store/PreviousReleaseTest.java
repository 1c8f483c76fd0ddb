package io.marketbell.journal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.node.Joining;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.Connections;
import io.marketbell.database.ProductDatabases;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The previous release knows only the flags of {@code journal_head}; an upgrade and a rollback lose no doubt. */
class PreviousReleaseTest {
    private final DataSource source = ProductDatabases.h2();
    private final Connections database = new Connections(source);

    @BeforeEach
    void log() throws SQLException {
        update("INSERT INTO journal_head (id, epoch, head, unclean_through, everyone_expired_through, running)"
                + " VALUES (1, 'e7', 90, 0, 0, FALSE)");
        update(
                "INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at, expires_at, publisher)"
                        + " VALUES (1, 'n1', 'SYSTEM_NOTICE', 'LOW', 0, 0, 0, 'p')");
    }

    private void update(String statement) throws SQLException {
        database.read(sql -> sql.update(statement));
    }

    private NodeMembership start() throws SQLException {
        NodeMembership node = NodeMembership.only(source);
        Joining joining = database.write(sql -> {
            HeadTable.start(sql, Optional.empty());
            return node.join(sql, 0);
        });
        node.accept(joining);
        return node;
    }

    private void stop(NodeMembership node) throws SQLException {
        database.write(sql -> {
            node.stop(sql, null);
            HeadTable.stop(sql);
            return null;
        });
    }

    private Doubts doubts(NodeMembership node) throws SQLException {
        return database.read(sql -> DoubtTable.of(sql, node.incarnation()));
    }

    private String flags() throws SQLException {
        return database.read(sql -> sql.first(
                        row -> row.getBoolean(1) + " " + row.getLong(2),
                        "SELECT running, unclean_through FROM journal_head")
                .orElseThrow());
    }

    @Test
    void everythingIsInDoubtIfThePreviousReleaseWasKilled() throws SQLException {
        update("UPDATE journal_head SET running = TRUE");

        Doubts doubts = doubts(start());

        assertThat(doubts.highest()).isEqualTo(90);
        assertThat(doubts.covers(1)).isTrue();
        assertThat(doubts.covers(91)).isFalse();
    }

    @Test
    void theDoubtsOfThePreviousReleaseAreCopiedOnce() throws SQLException {
        update("UPDATE journal_head SET unclean_through = 50");

        NodeMembership first = start();
        assertThat(doubts(first).highest()).isEqualTo(50);
        stop(first);
        NodeMembership second = start();

        assertThat(doubts(second).ranges()).containsExactly(new Doubts.Range(0, 50));
    }

    @Test
    void theFlagsShowThePreviousReleaseThatANodeWasKilled() throws SQLException {
        start();

        assertThat(flags()).isEqualTo("true 0");
    }

    @Test
    void theFlagsShowThePreviousReleaseWhichOffsetsDeadNodesHaveLeftInDoubt() throws SQLException {
        start();
        update("UPDATE journal_head SET head = 95");
        NodeMembership next = start();
        assertThat(doubts(next).highest()).isEqualTo(95);
        assertThat(flags()).isEqualTo("true 0");

        stop(next);

        assertThat(flags()).isEqualTo("false 95");
        NodeMembership last = start();
        assertThat(doubts(last).ranges()).as("not copied again").containsExactly(new Doubts.Range(0, 95));
    }

    @Test
    void theLogStaysInUseWhileAnotherNodeRuns() throws SQLException {
        NodeMembership node = start();
        update(
                "INSERT INTO journal_node (incarnation, node, cluster_mode, state, wire, started_at, beat_at, doubt_from)"
                        + " VALUES ('i2', 'b', 'POSTGRESQL', 'RUNNING', 0, 0, 0, 91)");

        stop(node);

        assertThat(flags()).isEqualTo("true 0");
    }

    @Test
    void aCleanStopOfTheOnlyNodeLeavesNothing() throws SQLException {
        stop(start());

        assertThat(flags()).isEqualTo("false 0");
        assertThat(doubts(start()).ranges()).isEmpty();
    }
}
