package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.ProductDatabases;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.testkit.clock.TestClock;
import io.marketbell.testkit.thread.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes that delete expired notifications on one PostgreSQL. */
class ExpiryOfTwoNodesTest {
    private static final int ROUNDS = 5;
    private static final int NOTIFICATIONS = 20;
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final DataSource source = ProductDatabases.postgres();
    private final JdbcJournal one = node();
    private final JdbcJournal other = node();

    /** Returns a node that writes its ledger only on request. */
    private JdbcJournal node() {
        return JdbcStore.open(source, clock, ShippedLimits.writingBehind(NEVER));
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private void append(Entry... entries) {
        one.append(List.of(entries)).toCompletableFuture().join();
    }

    @Test
    void expiredNotificationIsReportedByOneNodeOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            append(Stream.generate(() -> orders.living(LIFE, "alice"))
                    .limit(NOTIFICATIONS)
                    .toArray(Entry[]::new));
            clock.advance(LIFE);
            Queue<Long> reported = new ConcurrentLinkedQueue<>();

            AtOnce.run(List.of(sweep(one, reported), sweep(other, reported)));
            sweepAll(one, reported);

            assertThat(reported)
                    .as("reports of round %s", round)
                    .hasSize(NOTIFICATIONS)
                    .doesNotHaveDuplicates();
        }
    }

    private Callable<Boolean> sweep(JdbcJournal node, Queue<Long> reported) {
        return () -> {
            sweepAll(node, reported);
            return true;
        };
    }

    private void sweepAll(JdbcJournal node, Queue<Long> reported) {
        int deleted;
        do {
            deleted = node.expire(
                    clock.instant(),
                    NOTIFICATIONS / 4,
                    some -> some.forEach(
                            each -> reported.add(each.notification().offset())));
        } while (deleted > 0);
    }

    @Test
    void notificationDeliveredByAnotherNodeBeforeItsExpiryIsNotReported() {
        Duration delay = Duration.ofSeconds(31);
        one.expireAfter(delay);
        append(orders.living(LIFE, "alice"));
        clock.advance(LIFE.minusMillis(1));
        other.ledger().writing("alice", new long[] {1});
        other.ledger().written("alice", new long[] {1});
        other.ledger().sent("alice", new long[] {1});
        clock.advance(Duration.ofMillis(1));
        List<Undelivered> reported = new ArrayList<>();

        assertThat(one.expire(clock.instant(), 100, reported::addAll)).isZero();
        other.ledger().flush();
        clock.advance(delay);

        assertThat(one.expire(clock.instant(), 100, reported::addAll)).isEqualTo(1);
        assertThat(reported).isEmpty();
    }
}
