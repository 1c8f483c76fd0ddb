package io.marketbell.database.job;

import io.marketbell.database.Database;
import io.marketbell.database.Sql;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/**
 * The lease of a job that runs continuously: a row that expires by the clock of the database unless its holder renews
 * it. A holder whose lease has passed to another cannot renew it. Thread-safe.
 */
public final class JobLease {
    private static final Duration LIFE = Duration.ofSeconds(5);
    private static final long RENEWAL_NANOS = LIFE.dividedBy(5).toNanos();

    /** In both databases the same. */
    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS BIGINT)";

    private final Database database;
    private final String job;
    private final LongSupplier nanoClock;
    private final String holder = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    private boolean held;
    private long triedAt;
    private long confirmedAt;

    /**
     * @param job the key of a row of {@code job_lease}, which a migration has created
     * @param nanoClock the node's monotonic clock
     */
    public JobLease(Database database, String job, LongSupplier nanoClock) {
        this.database = database.as("lease");
        this.job = job;
        this.nanoClock = nanoClock;
        this.triedAt = nanoClock.getAsLong() - RENEWAL_NANOS;
    }

    /**
     * Returns whether this node holds the lease. Takes or renews it if that is due; must be called again before it
     * expires.
     *
     * @throws RuntimeException if the database is unavailable; the lease then ends by itself
     */
    public synchronized boolean isHeld() {
        long now = nanoClock.getAsLong();
        if (now - triedAt >= RENEWAL_NANOS) {
            triedAt = now;
            held = renew();
            // the time before the query: the lease in the database ends later
            confirmedAt = now;
        }
        return held && nanoClock.getAsLong() - confirmedAt < LIFE.toNanos();
    }

    private boolean renew() {
        return database.write(sql -> sql.update(
                        "UPDATE job_lease SET holder = ?, expires_at = " + NOW + " + ? WHERE job = ? AND (holder = ?"
                                + " OR expires_at <= " + NOW + ")",
                        holder,
                        LIFE.toNanos() / 1_000,
                        job,
                        holder)
                == 1);
    }

    /** Ends the lease, so that another node continues at once. */
    public synchronized void release() {
        held = false;
        database.write((Sql sql) ->
                sql.update("UPDATE job_lease SET expires_at = 0 WHERE job = ? AND holder = ?", job, holder));
    }
}
