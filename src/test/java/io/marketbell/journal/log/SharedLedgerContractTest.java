package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.node.TestNodes;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.journal.Ledger.Acknowledgement.BeyondSent;
import io.marketbell.journal.Ledger.Delivered;
import io.marketbell.journal.Ledger.Reach;
import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.Ledger.State;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.ledger.JdbcLedger;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes with a ledger each on one database. They flush and read each other's acknowledgements only when asked. */
abstract class SharedLedgerContractTest implements BackEnd {
    private static final Duration NEVER = Duration.ofHours(1);

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private JdbcStore store;
    private Node here;
    private Node there;

    private record Node(JdbcJournal journal, JdbcLedger ledger, List<String> claimed) {
        long append(Entry... entries) {
            journal.append(List.of(entries)).toCompletableFuture().join();
            return journal.head();
        }

        void write(String user, long... offsets) {
            ledger.standing(user);
            ledger.writing(user, offsets);
            ledger.written(user, offsets);
        }

        State state(String user, long offset) {
            return ledger.states(offset, List.of(user)).get(user);
        }
    }

    @BeforeEach
    void openTwoNodes() throws Exception {
        store = (JdbcStore) emptyStore();
        here = open();
        there = open();
    }

    private Node open() {
        JournalLimits defaults = JournalLimits.DEFAULT;
        JournalLimits limits = new JournalLimits(
                defaults.groupSize(),
                defaults.queueSize(),
                defaults.patience(),
                NEVER,
                defaults.progressSaved(),
                defaults.usersKept(),
                defaults.expiredRows(),
                defaults.progressKept(),
                NEVER,
                defaults.answerWithin());
        JdbcJournal journal = JdbcJournal.open(
                store.wire(),
                clock,
                JdbcStore::daemon,
                Runnable::run,
                ReadGuard.NONE,
                limits,
                null,
                TestNodes.on(store.wire()));
        JdbcLedger ledger = (JdbcLedger) journal.ledger();
        List<String> claimed = new CopyOnWriteArrayList<>();
        ledger.onClaimed((user, range) -> claimed.add(user + " " + range.previous() + ".." + range.offset()));
        return new Node(journal, ledger, claimed);
    }

    @AfterEach
    void close() {
        store.mend();
        here.journal.close();
        there.journal.close();
    }

    private void exchange() {
        here.ledger.flush();
        there.ledger.flush();
        here.ledger.readOthers();
        there.ledger.readOthers();
    }

    private List<String> claimed() {
        List<String> all = new ArrayList<>(here.claimed);
        all.addAll(there.claimed);
        return all;
    }

    @Test
    void acknowledgementOfWhatAnotherNodeSentIsAcceptedUpToTheHeadInTheDatabase() {
        here.append(orders.fill("alice"), orders.fill("alice"));
        here.write("alice", 1, 2);
        assertThat(there.journal.head()).isZero();

        assertThat(there.ledger.acknowledge("alice", 3)).isEqualTo(new BeyondSent(2));
        assertThat(there.ledger.acknowledge("alice", 2)).isEqualTo(new Accepted(0, 2));
        there.ledger.flush();

        assertThat(here.state("alice", 1)).isEqualTo(State.ACKED);
        assertThat(here.ledger.acknowledge("alice", 9)).isEqualTo(new BeyondSent(2));
    }

    @Test
    void flushesOfTwoNodesNeverLowerEachOther() {
        here.append(orders.fill("alice"), orders.fill("alice"), orders.fill("alice"));
        here.write("alice", 1);
        there.write("alice", 1, 2, 3);
        there.ledger.acknowledge("alice", 3);
        there.ledger.flush();
        here.ledger.acknowledge("alice", 1);
        here.ledger.flush();

        Node third = open();
        assertThat(third.ledger.standing("alice")).isEqualTo(new Standing(3, 3));
        third.journal.close();
    }

    @Test
    void eachAcknowledgedRangeIsClaimedOnce() {
        here.append(orders.fill("alice", "bob"), orders.fill("alice"), orders.fill("alice"));
        for (Node node : List.of(here, there)) {
            node.write("alice", 1, 2, 3);
            node.ledger.acknowledge("alice", 2);
            node.ledger.acknowledge("bob", 1);
        }
        exchange();
        there.ledger.acknowledge("alice", 3);
        exchange();
        here.ledger.acknowledge("alice", 3);
        exchange();

        assertThat(claimed()).containsExactlyInAnyOrder("alice 0..2", "bob 0..1", "alice 2..3");
    }

    @Test
    void rangeIsClaimedAfterACommitWhoseResponseWasLost() {
        here.append(orders.fill("alice"));
        here.write("alice", 1);
        here.ledger.acknowledge("alice", 1);
        store.cutAfterNextCommit();
        try {
            here.ledger.flush();
        } catch (JournalUnavailable expected) {
            store.mend();
        }
        here.ledger.flush();

        assertThat(claimed()).containsExactly("alice 0..1");
    }

    @Test
    void concurrentFlushesOfTheSameUsersClaimEachOffsetOnce() {
        int rounds = 10;
        here.append(IntStream.range(0, rounds).mapToObj(i -> orders.notice()).toArray(Entry[]::new));
        List<CompletableFuture<Void>> running = Stream.of(here, there)
                .map(node -> CompletableFuture.runAsync(() -> {
                    for (int round = 1; round <= rounds; round++) {
                        for (int user = 0; user < (round + 1) / 2; user++) {
                            node.ledger.acknowledge("user" + user, round);
                        }
                        node.ledger.flush();
                    }
                }))
                .toList();
        running.forEach(CompletableFuture::join);

        Map<String, List<Long>> offsets = claimed().stream()
                .map(claim -> claim.split(" |\\.\\."))
                .collect(Collectors.groupingBy(
                        claim -> claim[0],
                        Collectors.flatMapping(
                                claim -> LongStream.rangeClosed(Long.parseLong(claim[1]) + 1, Long.parseLong(claim[2]))
                                        .boxed(),
                                Collectors.toList())));
        assertThat(offsets).hasSize(rounds / 2);
        assertThat(offsets.values())
                .allSatisfy(all -> assertThat(all)
                        .containsExactlyInAnyOrderElementsOf(
                                LongStream.rangeClosed(1, rounds).boxed().toList()));
    }

    @Test
    void acknowledgementsOfTheOtherNodeArriveOnceForUsersOfThisNode() {
        List<Map<String, Long>> arrived = new CopyOnWriteArrayList<>();
        here.append(orders.fill("alice"), orders.fill("alice"));
        exchange();
        here.write("alice", 1);
        here.ledger.onAcknowledgedElsewhere(arrived::add);
        there.ledger.acknowledge("alice", 2);
        there.ledger.acknowledge("bob", 1);
        exchange();
        exchange();
        clock.advance(Duration.ofMinutes(1));
        exchange();

        assertThat(arrived).containsExactly(Map.of("alice", 2L));
    }

    @Test
    void acknowledgementOfTheOtherNodeIsAppliedToWhatThisNodeSent() {
        here.append(orders.fill("alice"), orders.fill("alice"));
        exchange();
        here.write("alice", 1);
        there.ledger.acknowledge("alice", 2);
        exchange();
        assertThat(here.ledger.acknowledgedElsewhere("alice", 2)).isEqualTo(new Accepted(2, 2));
        here.write("alice", 2);
        assertThat(here.state("alice", 2)).isEqualTo(State.QUEUED);

        // again the same offset: it now covers the late delivery
        there.ledger.acknowledge("alice", 2);
        exchange();
        exchange();

        assertThat(here.state("alice", 2)).isEqualTo(State.ACKED);
        assertThat(there.state("alice", 2)).isEqualTo(State.ACKED);
    }

    @Test
    void acknowledgementInAMessageIsPassedOnOnce() {
        here.append(orders.fill("alice"), orders.fill("alice"));
        here.write("alice", 1, 2);
        List<Map<String, Long>> arrived = new CopyOnWriteArrayList<>();
        here.ledger.onAcknowledgedElsewhere(arrived::add);
        there.ledger.onAccepted((epoch, user, offset) -> here.ledger.acceptedElsewhere(epoch, Map.of(user, offset)));
        there.ledger.acknowledge("alice", 2);
        there.ledger.acknowledge("bob", 1);

        assertThat(arrived).containsExactly(Map.of("alice", 2L));
        assertThat(here.ledger.acknowledgedElsewhere("alice", 2).isNews()).isTrue();
        assertThat(here.state("alice", 2)).isEqualTo(State.ACKED);
        exchange();
        exchange();
        assertThat(here.ledger.acknowledgedElsewhere("alice", 2).isNews()).isFalse();
        assertThat(claimed()).containsExactlyInAnyOrder("alice 0..2", "bob 0..1");
    }

    @Test
    void acknowledgementInAMessageAboveTheHeadOrOfAnotherLogIsLeftToTheDatabase() {
        there.append(orders.fill("alice"));
        here.write("alice", 1);
        List<Map<String, Long>> arrived = new CopyOnWriteArrayList<>();
        here.ledger.onAcknowledgedElsewhere(arrived::add);
        assertThat(here.journal.head()).isZero();

        here.ledger.acceptedElsewhere(here.journal.epoch(), Map.of("alice", 1L));
        here.journal.headReadAfter(here.journal.headReads());
        here.ledger.acceptedElsewhere("other", Map.of("alice", 1L));
        assertThat(arrived).isEmpty();

        here.ledger.acceptedElsewhere(here.journal.epoch(), Map.of("alice", 1L));
        assertThat(arrived).containsExactly(Map.of("alice", 1L));
    }

    @Test
    void rejectedAcknowledgementIsNotSent() {
        here.append(orders.fill("alice"));
        List<Long> sent = new CopyOnWriteArrayList<>();
        here.ledger.onAccepted((epoch, user, offset) -> sent.add(offset));

        here.ledger.acknowledge("alice", 2);
        here.ledger.acknowledge("alice", 1);
        here.ledger.acknowledge("alice", 1);

        assertThat(sent).containsExactly(1L, 1L);
    }

    @Test
    void nodeThatDidNotReadForLongReadsAllItsUsersAgain() {
        here.append(orders.fill("alice"));
        exchange();
        here.write("alice", 1);
        there.ledger.acknowledge("alice", 1);
        there.ledger.flush();
        clock.advance(Duration.ofMinutes(10));
        there.ledger.readOthers();
        there.ledger.readOthers();

        here.ledger.readOthers();

        assertThat(here.ledger.acknowledgedElsewhere("alice", 1)).isEqualTo(new Accepted(1, 1));
    }

    @Test
    void newConnectionSeesWhatAnotherNodeAcknowledged() {
        here.append(orders.fill("alice"));
        assertThat(here.ledger.standing("alice")).isEqualTo(new Standing(0, 0));
        // applied later, as on threads of its own
        List<Map<String, Long>> arrived = new CopyOnWriteArrayList<>();
        here.ledger.onAcknowledgedElsewhere(arrived::add);
        there.ledger.acknowledge("alice", 1);
        there.ledger.flush();

        assertThat(here.ledger.standing("alice").acknowledged()).isEqualTo(1);
        assertThat(arrived).containsExactly(Map.of("alice", 1L));
        here.ledger.acknowledgedElsewhere("alice", 1);
        store.cut();
        assertThat(here.ledger.standing("alice").acknowledged()).isEqualTo(1);
    }

    @Test
    void stateOfANotificationIsTheSameAtEveryNodeAfterAFlush() {
        here.append(orders.fill("alice", "bob"), orders.notice());
        there.ledger.standing("alice");
        assertThat(there.state("alice", 1)).isEqualTo(State.QUEUED);
        here.write("alice", 1, 2);
        here.ledger.sent("alice", new long[] {1, 2});
        there.write("bob", 1, 2);
        there.ledger.sent("bob", new long[] {1, 2});
        exchange();
        assertThat(there.state("alice", 1)).isEqualTo(State.SENT);

        there.ledger.acknowledge("alice", 2);
        here.ledger.acknowledge("bob", 1);
        exchange();

        for (Node node : List.of(here, there)) {
            assertThat(node.ledger.states(1, List.of("alice", "bob")))
                    .isEqualTo(Map.of("alice", State.ACKED, "bob", State.ACKED));
            assertThat(node.ledger.reach(2)).isEqualTo(new Reach(2, 1));
            assertThat(node.ledger.delivered("bob", List.of(1L, 2L)))
                    .isEqualTo(Map.of(
                            1L, new Delivered(State.ACKED, true, true), 2L, new Delivered(State.SENT, true, true)));
            assertThat(node.ledger.mayHaveReached("alice", 0)).accepts(1L, 2L);
        }
    }

    @Test
    void announcementsAreDeletedAfterSomeMinutes() throws Exception {
        here.append(orders.fill("alice"));
        here.ledger.acknowledge("alice", 1);
        exchange();
        assertThat(announcements()).isEqualTo(1);
        for (int minute = 0; minute < 7; minute++) {
            clock.advance(Duration.ofMinutes(1));
            exchange();
        }

        assertThat(announcements()).isZero();
    }

    private long announcements() throws Exception {
        try (var connection = store.wire().getConnection();
                var query = connection.createStatement();
                var row = query.executeQuery("SELECT COUNT(*) FROM journal_acknowledgement")) {
            row.next();
            return row.getLong(1);
        }
    }
}
