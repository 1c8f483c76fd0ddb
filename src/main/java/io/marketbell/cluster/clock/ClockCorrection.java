package io.marketbell.cluster.clock;

import io.marketbell.database.Connections;
import io.marketbell.database.Microseconds;
import io.marketbell.database.OutageLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** Corrects the cluster's clock to the clock of PostgreSQL. Run it periodically. */
public final class ClockCorrection implements Runnable {
    /** The time of the statement, not of its transaction. */
    private static final String TIME = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

    private final ClusterClock clock;
    private final Connections connections;
    private final LongSupplier ticker;
    private final OutageLog outage = new OutageLog(
            System.getLogger(ClockCorrection.class.getName()),
            "the database's time is unknown; the last correction of the clock is kept",
            "the database's time is known again");

    /** @param ticker returns nanoseconds */
    public ClockCorrection(ClusterClock clock, DataSource source, LongSupplier ticker) {
        this.clock = clock;
        this.connections = new Connections(source);
        this.ticker = ticker;
    }

    @Override
    public void run() {
        try {
            connections.read(sql -> {
                long began = ticker.getAsLong();
                long micros = sql.number(TIME);
                clock.adjust(Microseconds.toInstant(micros), Duration.ofNanos(ticker.getAsLong() - began));
                return null;
            });
            outage.succeeded();
        } catch (SQLException e) {
            outage.failed(e);
        }
    }
}
