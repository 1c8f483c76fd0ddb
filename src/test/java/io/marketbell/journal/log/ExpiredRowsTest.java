package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Sql;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Past;
import io.marketbell.notification.NotificationType;
import io.marketbell.testkit.clock.TestClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bounded number of expired-notification summaries is kept; for the others, only the highest offset of each type. */
class ExpiredRowsTest {
    private static final int ROWS = 4;

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final DataSource source = H2.inMemory();
    private JdbcJournal journal;

    private void open() {
        journal = JdbcStore.open(source, clock, ShippedLimits.keepingExpired(ROWS));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void expire(Journal.Entry... entries) {
        for (Journal.Entry entry : entries) {
            journal.append(List.of(entry)).toCompletableFuture().join();
        }
        clock.advance(Duration.ofMinutes(1));
        journal.expire(clock.instant(), 100, undelivered -> {});
    }

    private Journal.Entry fill(String... recipients) {
        return orders.living(Duration.ofMinutes(1), recipients);
    }

    private Past past(String user) {
        return journal.past(user, 0, Long.MAX_VALUE, 100);
    }

    @Test
    void smallestOffsetsAreForgottenFirst() {
        open();
        expire(fill("alice"), orders.noticeLiving(Duration.ofMinutes(1)), fill("alice"), fill("bob"), fill("alice"));
        expire(fill("alice"), fill("alice"));

        assertThat(past("alice").expired()).extracting(n -> n.offset()).containsExactly(5L, 6L, 7L);
        assertThat(past("alice").forgottenThrough())
                .isEqualTo(Map.of(NotificationType.ORDER_FILLED, 3L, NotificationType.SYSTEM_NOTICE, 2L));
        assertThat(past("bob").expired()).extracting(n -> n.offset()).containsExactly(4L);
        assertThat(past("bob").forgottenThrough()).isEqualTo(Map.of(NotificationType.SYSTEM_NOTICE, 2L));
    }

    @Test
    void excessForgottenRowsAreMergedForAllUsers() {
        open();
        for (int i = 0; i < 12; i++) {
            expire(fill("user" + i));
        }

        assertThat(past("user11").expired()).hasSize(1);
        assertThat(past("user0").forgottenThrough().get(NotificationType.ORDER_FILLED))
                .as("at least its own")
                .isBetween(1L, 8L);
        assertThat(past("stranger").forgottenThrough().get(NotificationType.ORDER_FILLED))
                .isBetween(1L, 8L);
        assertThat(rowsOf("journal_expired")).isEqualTo(ROWS);
        assertThat(rowsOf("journal_forgotten")).isLessThanOrEqualTo(ROWS + 1);
    }

    private long rowsOf(String table) {
        try (Connection connection = source.getConnection()) {
            return new Sql(connection).number("SELECT COUNT(*) FROM " + table);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void dataOfEarlierVersionsIsMigrated() throws SQLException {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = source.getConnection();
                Statement fill = connection.createStatement()) {
            fill.execute(
                    "INSERT INTO journal_head (id, epoch, head, unclean_through, everyone_expired_through, running)"
                            + " VALUES (1, 'e7', 90, 0, 40, FALSE)");
            fill.execute("INSERT INTO journal_reader VALUES ('alice', 10, 20, 70)");
        }
        open();

        assertThat(past("alice").forgottenThrough())
                .containsEntry(NotificationType.ORDER_FILLED, 70L)
                .containsEntry(NotificationType.SYSTEM_NOTICE, 70L);
        assertThat(past("bob").forgottenThrough())
                .isEqualTo(Map.of(NotificationType.BROKER_ERROR, 40L, NotificationType.SYSTEM_NOTICE, 40L));
    }
}
