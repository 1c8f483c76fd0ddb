package io.marketbell.ratelimit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Overrides in the table {@code rate_limit_overrides}. */
final class OverrideTable implements OverrideStore {
    private final DataSource database;
    private final InstantSource clock;

    OverrideTable(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Map<Subject, Allowance> all() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT subject, rate_per_second, burst, mode FROM rate_limit_overrides");
                ResultSet rows = select.executeQuery()) {
            Map<Subject, Allowance> all = new HashMap<>();
            while (rows.next()) {
                String mode = rows.getString(4);
                all.put(
                        Subject.parse(rows.getString(1)),
                        new Allowance(
                                new Limit(rows.getLong(2), rows.getLong(3)),
                                mode == null ? null : Mode.of(mode).orElseThrow()));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException("overrides of rate limits cannot be read", e);
        }
    }

    @Override
    public void put(Subject subject, Allowance allowance) {
        write(subject, allowance);
    }

    @Override
    public void remove(Subject subject) {
        write(subject, null);
    }

    /** Two statements in one transaction: the databases do not agree on how to write that in one. */
    private void write(Subject subject, Allowance allowance) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                delete(connection, subject);
                if (allowance != null) {
                    insert(connection, subject, allowance);
                }
                connection.commit();
                makeLast(connection);
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("an override of a rate limit cannot be written", e);
        }
    }

    /** H2 writes what is committed some time later, and does not catch up when the server is stopped. */
    private static void makeLast(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
            try (Statement checkpoint = connection.createStatement()) {
                checkpoint.execute("CHECKPOINT");
            }
        }
    }

    private static void delete(Connection connection, Subject subject) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM rate_limit_overrides WHERE subject = ?")) {
            delete.setString(1, subject.toString());
            delete.executeUpdate();
        }
    }

    private void insert(Connection connection, Subject subject, Allowance allowance) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO rate_limit_overrides (subject, rate_per_second, burst, mode, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, subject.toString());
            insert.setLong(2, allowance.limit().ratePerSecond());
            insert.setLong(3, allowance.limit().burst());
            insert.setString(
                    4, allowance.mode() == null ? null : allowance.mode().label());
            insert.setLong(5, clock.millis());
            insert.executeUpdate();
        }
    }
}
