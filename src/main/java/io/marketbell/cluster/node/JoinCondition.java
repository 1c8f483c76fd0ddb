package io.marketbell.cluster.node;

import io.marketbell.database.Sql;
import java.sql.SQLException;

/** A condition of another package for the use of the database, checked whenever the node joins. */
@FunctionalInterface
public interface JoinCondition {
    /**
     * Runs in the transaction that joins; only one node joins at a time.
     *
     * @return why this node must not use the database; empty if it may
     */
    String refusal(Sql transaction) throws SQLException;
}
