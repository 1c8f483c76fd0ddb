package io.marketbell.ratelimit;

import io.marketbell.database.Database;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Subject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** Stores overrides in the table {@code rate_limit_overrides}. */
final class OverrideTable implements OverrideStore {
    private static final System.Logger LOG = System.getLogger(OverrideTable.class.getName());

    private final Database database;
    private final InstantSource clock;

    OverrideTable(Database database, InstantSource clock) {
        this.database = database.as("overrides");
        this.clock = clock;
    }

    @Override
    public Map<Subject, Allowance> all() {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT subject, rate_per_second, burst, mode FROM rate_limit_overrides");
                    ResultSet rows = select.executeQuery()) {
                Map<Subject, Allowance> all = new HashMap<>();
                while (rows.next()) {
                    read(rows, all);
                }
                return all;
            }
        });
    }

    /** Skips a row that this version cannot parse, so that the other rows still apply. */
    private static void read(ResultSet row, Map<Subject, Allowance> all) throws SQLException {
        String mode = row.getString(4);
        try {
            all.put(
                    Subject.parse(row.getString(1)),
                    new Allowance(
                            new Limit(row.getLong(2), row.getLong(3)),
                            mode == null ? null : Mode.of(mode).orElseThrow()));
        } catch (IllegalArgumentException | NoSuchElementException e) {
            LOG.log(Level.DEBUG, "a stored override cannot be read by this version: {0}", e.toString());
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

    /** Two statements in one transaction, because the databases have no common syntax for an upsert. */
    private void write(Subject subject, Allowance allowance) {
        database.write(connection -> {
            delete(connection, subject);
            if (allowance != null) {
                insert(connection, subject, allowance);
            }
            return null;
        });
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
