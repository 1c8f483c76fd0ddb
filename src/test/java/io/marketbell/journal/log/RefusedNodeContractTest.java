package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A node with the name of a running one does not open the log, until the other one has stopped. */
abstract class RefusedNodeContractTest implements BackEnd {
    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);

    private JdbcJournal open(DataSource source, NodeMembership membership) {
        return JdbcJournal.open(
                source,
                clock,
                JdbcStore::daemon,
                Runnable::run,
                ReadGuard.NONE,
                JournalLimits.DEFAULT,
                null,
                membership);
    }

    private static NodeMembership named(String name, DataSource source) {
        ClusterSettings settings = new ClusterSettings(
                ClusterMode.POSTGRESQL, "test", name, 2, Duration.ofMillis(300), Duration.ofSeconds(10));
        return new NodeMembership(settings, source, System::nanoTime);
    }

    private void append(JdbcJournal to) {
        to.append(List.of(orders.fill("alice"))).toCompletableFuture().join();
    }

    @Test
    void theSecondHolderOfANameWaitsWithoutAnyEffect() throws Exception {
        DataSource source = ((JdbcStore) emptyStore()).wire();
        JdbcJournal first = open(source, named("a", source));
        append(first);
        NodeMembership membership = named("a", source);

        JdbcJournal second = open(source, membership);
        try {
            assertThat(second.isKnown()).isFalse();
            assertThat(second.isAvailable()).isFalse();
            assertThat(second.isOpening()).isFalse();
            assertThat(membership.refusal()).contains("has the name of this node");
            assertThat(JournalFixture.failureOf(
                            second.append(List.of(orders.fill("alice"))).toCompletableFuture()))
                    .isInstanceOf(JournalUnavailable.class);
            append(first);

            first.close();

            await().atMost(20, SECONDS).until(second::isAvailable);
            assertThat(membership.refusal()).isEmpty();
            append(second);
            assertThat(second.head()).isEqualTo(3);
            assertThat(second.ledger().mayHaveReached("alice", 0)).rejects(1L, 2L, 3L);
        } finally {
            second.close();
        }
    }
}
