package io.marketbell.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A prepared statement, executed once or many times. Binds parameters as {@link Sql} describes. Not thread-safe. */
public final class Prepared implements AutoCloseable {
    private static final Map<Class<?>, String> ELEMENT_TYPES =
            Map.of(String.class, "varchar", Long.class, "bigint", Short.class, "smallint");

    private final PreparedStatement statement;
    private int added;

    Prepared(Connection connection, String sql, int timeoutSeconds) throws SQLException {
        statement = connection.prepareStatement(sql);
        // also if it is 0: in H2 it belongs to the connection, which may have been used with another one
        statement.setQueryTimeout(timeoutSeconds);
    }

    /** Reads a row into a value. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Uses a row without returning a value. */
    @FunctionalInterface
    public interface Use {
        void of(ResultSet row) throws SQLException;
    }

    /** Executes the query and passes each row on while it is read. */
    public void each(Use use, Object... parameters) throws SQLException {
        bind(parameters);
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                use.of(row);
            }
        }
    }

    public <T> List<T> list(Row<T> reading, Object... parameters) throws SQLException {
        List<T> found = new ArrayList<>();
        each(row -> found.add(reading.of(row)), parameters);
        return found;
    }

    /** @return the number of changed rows */
    public int update(Object... parameters) throws SQLException {
        bind(parameters);
        return statement.executeUpdate();
    }

    /** Adds an execution to the batch. */
    public void add(Object... parameters) throws SQLException {
        bind(parameters);
        statement.addBatch();
        added++;
    }

    /**
     * Executes the batch; does nothing if it is empty.
     *
     * @return the number of rows that each execution changed
     */
    public int[] flush() throws SQLException {
        if (added == 0) {
            return new int[0];
        }
        added = 0;
        return statement.executeBatch();
    }

    /** Discards the batch. */
    public void clear() throws SQLException {
        added = 0;
        statement.clearBatch();
    }

    private void bind(Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof Collection<?> several) {
                statement.setArray(i + 1, array(several));
            } else {
                statement.setObject(i + 1, value(parameters[i]));
            }
        }
    }

    private Array array(Collection<?> several) throws SQLException {
        Object[] values = several.stream().map(Prepared::value).toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("an array parameter needs at least one element");
        }
        return statement.getConnection().createArrayOf(ELEMENT_TYPES.get(values[0].getClass()), values);
    }

    private static Object value(Object parameter) {
        if (parameter instanceof Instant time) {
            return Microseconds.of(time);
        }
        return parameter instanceof Enum<?> constant ? constant.name() : parameter;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
