package io.marketbell.database;

import io.marketbell.database.Prepared.Row;
import io.marketbell.database.Prepared.Use;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Executes statements on one connection. Parameters are bound in their order: an {@link Instant} as microseconds, an
 * enum constant by its name, a collection as an array, anything else as JDBC binds it. Not thread-safe.
 */
public final class Sql {
    /** Shorter than the network timeout, so that a slow statement does not cost the connection. */
    private static final int TIMEOUT_SECONDS = 5;

    private final Connection connection;
    private final int timeoutSeconds;

    public Sql(Connection connection) {
        this(connection, TIMEOUT_SECONDS);
    }

    private Sql(Connection connection, int timeoutSeconds) {
        this.connection = connection;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** Returns an object whose statements have no timeout. For a caller that watches over the time itself. */
    public static Sql withoutTimeout(Connection connection) {
        return new Sql(connection, 0);
    }

    public Connection connection() {
        return connection;
    }

    public Prepared prepare(String sql) throws SQLException {
        return new Prepared(connection, sql, timeoutSeconds);
    }

    public <T> List<T> list(Row<T> reading, String query, Object... parameters) throws SQLException {
        try (Prepared select = prepare(query)) {
            return select.list(reading, parameters);
        }
    }

    /** Passes each row on while it is read. */
    public void each(Use use, String query, Object... parameters) throws SQLException {
        try (Prepared select = prepare(query)) {
            select.each(use, parameters);
        }
    }

    /** Returns the first row. */
    public <T> Optional<T> first(Row<T> reading, String query, Object... parameters) throws SQLException {
        return list(reading, query, parameters).stream().findFirst();
    }

    /** Returns the first column of the first row, which must exist; 0 if it is NULL. */
    public long number(String query, Object... parameters) throws SQLException {
        return first(row -> row.getLong(1), query, parameters)
                .orElseThrow(() -> new SQLException("the query returned no row", "02000"));
    }

    /** Returns whether the schema has the column. */
    public boolean hasColumn(String table, String column) throws SQLException {
        return number(
                        "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = CURRENT_SCHEMA"
                                + " AND LOWER(table_name) = ? AND LOWER(column_name) = ?",
                        table,
                        column)
                > 0;
    }

    /** @return the number of changed rows */
    public int update(String statement, Object... parameters) throws SQLException {
        try (Prepared update = prepare(statement)) {
            return update.update(parameters);
        }
    }

    /**
     * Executes a statement for each item, in one batch.
     *
     * @param parameters returns the parameters of an item; see {@link #values}
     * @return the number of rows that each execution changed, in the order of the items
     */
    public <T> int[] batch(String statement, Collection<T> items, Function<T, Object[]> parameters)
            throws SQLException {
        if (items.isEmpty()) {
            return new int[0];
        }
        try (Prepared batch = prepare(statement)) {
            for (T item : items) {
                batch.add(parameters.apply(item));
            }
            return batch.flush();
        }
    }

    /**
     * Updates a row for each item, and inserts the rows that do not exist: the databases have no common syntax for
     * MERGE or ON CONFLICT.
     *
     * @param parameters of both statements
     */
    public <T> void updateOrInsert(String update, String insert, List<T> items, Function<T, Object[]> parameters)
            throws SQLException {
        int[] updated = batch(update, items, parameters);
        List<T> missing = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(items.get(i));
            }
        }
        batch(insert, missing, parameters);
    }

    public static Object[] values(Object... values) {
        return values;
    }

    /** Reads a time in microseconds; null if the column is NULL. */
    public static Instant time(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Microseconds.toInstant(micros);
    }
}
