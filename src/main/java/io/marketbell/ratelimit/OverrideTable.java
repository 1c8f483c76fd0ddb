package io.marketbell.ratelimit;

import io.marketbell.database.Database;
import io.marketbell.database.Sql;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Subject;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** Stores overrides in the table {@code rate_limit_overrides}. */
final class OverrideTable implements OverrideStore {
    private static final System.Logger LOG = System.getLogger(OverrideTable.class.getName());

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A node that has not read the database for this time misses resets; its buckets have filled meanwhile. */
    private static final Duration RESETS_KEPT = Duration.ofMinutes(10);

    private static final int RESETS_READ = 10_000;

    private final Database database;
    private final InstantSource clock;
    private final boolean isShared;

    /** @param isShared whether other nodes use the table, so that resets must be stored and read */
    OverrideTable(Database database, InstantSource clock, boolean isShared) {
        this.database = database.as("overrides");
        this.clock = clock;
        this.isShared = isShared;
    }

    @Override
    public Map<Subject, Allowance> all() {
        return database.read(sql -> {
            Map<Subject, Allowance> all = new HashMap<>();
            sql.each(row -> read(row, all), "SELECT subject, rate_per_second, burst, mode FROM rate_limit_overrides");
            return all;
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

    /** Two statements in one transaction, because the databases have no common syntax for an upsert. */
    private void write(Subject subject, Allowance allowance) {
        database.write(sql -> {
            remove(sql, subject);
            return insert(sql, subject, allowance);
        });
    }

    private static void remove(Sql sql, Subject subject) throws SQLException {
        sql.update("DELETE FROM rate_limit_overrides WHERE subject = ?", subject.toString());
    }

    @Override
    public long reset(Subject subject) {
        long id = RANDOM.nextLong();
        Instant now = clock.instant();
        database.write(sql -> {
            remove(sql, subject);
            if (!isShared) {
                return 0;
            }
            sql.update("DELETE FROM rate_limit_reset WHERE reset_at < ?", now.minus(RESETS_KEPT.multipliedBy(2)));
            return sql.update(
                    "INSERT INTO rate_limit_reset (reset_at, id, subject) VALUES (?, ?, ?)",
                    now,
                    id,
                    subject.toString());
        });
        return id;
    }

    @Override
    public Map<Long, Subject> resets() {
        if (!isShared) {
            return Map.of();
        }
        return database.read(sql -> {
            Map<Long, Subject> resets = new HashMap<>();
            sql.each(
                    row -> readReset(row, resets),
                    "SELECT id, subject FROM rate_limit_reset WHERE reset_at >= ?"
                            + " ORDER BY reset_at DESC FETCH FIRST ? ROWS ONLY",
                    clock.instant().minus(RESETS_KEPT),
                    RESETS_READ);
            return resets;
        });
    }

    private static void readReset(ResultSet row, Map<Long, Subject> resets) throws SQLException {
        try {
            resets.put(row.getLong(1), Subject.parse(row.getString(2)));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "a stored reset cannot be read by this version: {0}", e.toString());
        }
    }

    private int insert(Sql sql, Subject subject, Allowance allowance) throws SQLException {
        return sql.update(
                "INSERT INTO rate_limit_overrides"
                        + " (subject, rate_per_second, burst, mode, changed_at_micros, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                subject.toString(),
                allowance.limit().ratePerSecond(),
                allowance.limit().burst(),
                allowance.mode() == null ? null : allowance.mode().label(),
                clock.instant(),
                clock.millis());
    }
}
