package io.marketbell.blackbox.cluster;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Makes a node stop in the middle of a commit, while it holds the row of the log's head. */
final class HeadRow {
    private static final Duration REACHED = Duration.ofSeconds(4);

    private HeadRow() {}

    /**
     * Returns when the link of the node is stalled and its transaction holds the row. Nothing may publish at other nodes
     * before.
     *
     * @param publication publishes at the node; its result is ignored
     */
    static void heldBy(Node node, Postgres postgres, Runnable publication) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // the node locks the head before it inserts
            statement.execute("LOCK TABLE journal_entry IN EXCLUSIVE MODE");
            CompletableFuture.runAsync(publication).exceptionally(unanswered -> null);
            awaitInsert(postgres, "state = 'active' AND wait_event_type = 'Lock'");
            node.link().stall();
            connection.rollback();
        }
        awaitInsert(postgres, "state = 'idle in transaction'");
    }

    private static void awaitInsert(Postgres postgres, String state) {
        String sql = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO journal_entry%' AND " + state;
        await().atMost(REACHED).pollInterval(Duration.ofMillis(20)).until(() -> {
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery(sql)) {
                return count.next() && count.getInt(1) > 0;
            }
        });
    }
}
