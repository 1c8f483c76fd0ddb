package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.node.TestNodes;
import io.marketbell.database.ProductDatabases;
import io.marketbell.journal.CommitExchange.Figures;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.bus.CommitBus;
import io.marketbell.notification.Notification;
import io.marketbell.testkit.bus.UnreliableBuses;
import io.marketbell.testkit.clock.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two nodes on one PostgreSQL that send their commits over a bus in memory. */
class CommitBusTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final DataSource source = ProductDatabases.postgres();
    private final List<AutoCloseable> closing = new ArrayList<>();

    private record Node(JdbcJournal journal, CuttableDatabase wire, Bus bus, CommitBus commits, List<Long> heard) {
        Figures figures() {
            return journal.commits().figures();
        }
    }

    private Node open(UnreliableBuses buses, boolean bodies, JournalLimits limits) {
        CuttableDatabase wire = new CuttableDatabase(source);
        JdbcJournal journal = JdbcJournal.open(
                wire, clock, JdbcStore::daemon, Runnable::run, ReadGuard.NONE, limits, null, TestNodes.on(wire));
        closing.add(0, journal);
        List<Long> heard = new CopyOnWriteArrayList<>();
        journal.onCommitted(committed ->
                heard.addAll(committed.stream().map(Notification::offset).toList()));
        Bus bus = buses.node();
        CommitBus commits = new CommitBus(bus, journal.commits(), bodies);
        commits.connect();
        return new Node(journal, wire, bus, commits, heard);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
        }
    }

    private void append(Node to, int count) {
        Entry[] entries =
                IntStream.range(0, count).mapToObj(i -> orders.fill("alice")).toArray(Entry[]::new);
        to.journal.append(List.of(entries)).toCompletableFuture().join();
    }

    @Test
    void commitIsAnnouncedAtTheOtherNodeWithoutAReadOfItsNotifications() {
        UnreliableBuses buses = new UnreliableBuses();
        Node a = open(buses, true, ShippedLimits.withoutPoll());
        Node b = open(buses, true, ShippedLimits.withoutPoll());
        b.wire.beforeEachStatement(sql -> {
            if (sql.contains("ORDER BY 1 FETCH FIRST")) {
                throw new SQLException("planted", "58030");
            }
        });

        append(a, 3);
        append(a, 1);
        await().atMost(SOON).until(() -> b.heard.size() == 4);
        append(b, 1);
        await().atMost(SOON).until(() -> a.heard.size() == 5);

        assertThat(b.heard).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(a.heard).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(b.figures().fromMessages()).isEqualTo(4);
        assertThat(b.journal.isAvailable()).isTrue();
    }

    @Test
    void messageWithoutNotificationsMakesTheOtherNodeReadThem() {
        UnreliableBuses buses = new UnreliableBuses();
        Node a = open(buses, false, ShippedLimits.withoutPoll());
        Node b = open(buses, false, ShippedLimits.withoutPoll());

        append(a, 2);

        await().atMost(SOON).until(() -> b.heard.size() == 2);
        assertThat(b.figures().fromDatabase()).isEqualTo(2);
        assertThat(b.figures().hints()).isEqualTo(1);
    }

    @Test
    void withoutABusTheDatabaseIsPolled() {
        UnreliableBuses buses = new UnreliableBuses();
        Node a = open(buses, true, JournalLimits.DEFAULT);
        Node b = open(buses, true, JournalLimits.DEFAULT);
        buses.state(Bus.State.AWAY);

        append(a, 2);

        await().atMost(SOON).until(() -> b.heard.size() == 2);
        assertThat(b.figures().fromDatabase()).isEqualTo(2);
    }

    @Test
    void malformedMessageIsCounted() {
        UnreliableBuses buses = new UnreliableBuses();
        Node a = open(buses, true, ShippedLimits.withoutPoll());
        Node b = open(buses, true, ShippedLimits.withoutPoll());

        a.bus.send(new Bus.Message(BusTopic.COMMITTED, new byte[] {9}));

        assertThat(b.commits.malformed()).isEqualTo(1);
        append(a, 1);
        await().atMost(SOON).until(() -> b.heard.size() == 1);
    }

    /** Both nodes commit at the same time; messages are delayed up to 20 ms. */
    @ParameterizedTest
    @CsvSource({"1, 0, true", "2, 10, true", "3, 30, true", "4, 100, true", "5, 10, false"})
    void everyNodeAnnouncesEveryOffsetOnceInOrder(long seed, int lostPercent, boolean bodies) {
        UnreliableBuses buses = new UnreliableBuses(seed, lostPercent, 20, 20_000);
        closing.add(buses);
        List<Node> nodes =
                List.of(open(buses, bodies, JournalLimits.DEFAULT), open(buses, bodies, JournalLimits.DEFAULT));
        int commits = 150;
        List<CompletableFuture<Void>> publishing = nodes.stream()
                .map(node -> CompletableFuture.runAsync(() -> {
                    Random random = new Random(seed + nodes.indexOf(node));
                    for (int i = 0; i < commits; i++) {
                        append(node, 1 + random.nextInt(4));
                    }
                }))
                .toList();
        publishing.forEach(CompletableFuture::join);

        long head = nodes.stream()
                .mapToLong(node -> node.journal.headReadAfter(node.journal.headReads()))
                .max()
                .orElseThrow();
        List<Long> all = LongStream.rangeClosed(1, head).boxed().toList();
        for (Node node : nodes) {
            await().atMost(SOON).until(() -> node.heard.size() >= head);
            assertThat(node.heard).isEqualTo(all);
            if (!bodies || lostPercent == 100) {
                assertThat(node.figures().fromMessages()).isZero();
            }
            assertThat(node.figures().keptBytes()).isZero();
            assertThat(node.journal.behind()).isZero();
        }
    }
}
