package io.marketbell.cluster.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.clock.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An H2 with PostgreSQL's function stands for the database. */
class ClockCorrectionTest {
    private static volatile Instant databaseTime;

    private final JdbcDataSource source = new JdbcDataSource();
    private final TestClock local = TestClock.at("2026-11-23T14:30:00Z");
    private final ClusterClock clock = new ClusterClock(local);
    private final AtomicLong ticks = new AtomicLong();
    private final ClockCorrection correction = new ClockCorrection(
            clock, source, () -> ticks.getAndAdd(Duration.ofMillis(20).toNanos()));

    /** Public, so that H2 can call it. */
    public static final class DatabaseTime {
        public static OffsetDateTime now() {
            return databaseTime.atOffset(ZoneOffset.UTC);
        }
    }

    @BeforeEach
    void connect() {
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    private void createFunction() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ALIAS clock_timestamp FOR '" + DatabaseTime.class.getName() + ".now'");
        }
    }

    @Test
    void clockIsTheDatabasesTimePlusHalfOfTheRoundTrip() throws SQLException {
        createFunction();
        databaseTime = local.instant().plusSeconds(3);

        correction.run();

        assertThat(clock.skew()).isEqualTo(Duration.ofMillis(3_010));
    }

    @Test
    void unreachableDatabaseLeavesTheLastCorrection() throws SQLException {
        correction.run();
        assertThat(clock.instant()).isEqualTo(local.instant());
        createFunction();
        databaseTime = local.instant().plusSeconds(3);
        correction.run();
        source.setURL("jdbc:h2:mem:another");

        correction.run();

        assertThat(clock.skew()).isEqualTo(Duration.ofMillis(3_010));
    }
}
