package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.journal.Ledger.Acknowledgement.BeyondSent;
import io.marketbell.journal.Ledger.Delivered;
import io.marketbell.journal.Ledger.Reach;
import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.Ledger.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of the ledger for every back end, with its records in memory or in the database. */
abstract class LedgerContractTest extends JournalFixture {

    /** Where the ledger's records are. */
    enum Whereabouts {
        IN_MEMORY,
        WRITTEN_BEHIND,
        AFTER_A_CLEAN_RESTART
    }

    private void move(Whereabouts to) {
        switch (to) {
            case IN_MEMORY -> {}
            case WRITTEN_BEHIND -> ledger.flush();
            case AFTER_A_CLEAN_RESTART -> reopenCleanly();
        }
    }

    private void appendFor(String user, int count) {
        append(IntStream.range(0, count).mapToObj(i -> orders.fill(user)).toArray(Entry[]::new));
    }

    @Test
    void unknownUserHasNoProgress() {
        assertThat(ledger.standing("alice")).isEqualTo(new Standing(0, 0));
        assertThat(ledger.acknowledge("alice", 1)).isEqualTo(new BeyondSent(0));
        assertThat(ledger.mayHaveReached("alice", 0)).rejects(1L);
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgementIsCumulativeAndMonotonic(Whereabouts where) {
        appendFor("alice", 5);
        ledger.written("alice", new long[] {1, 2, 3});
        assertThat(ledger.acknowledge("alice", 2)).isEqualTo(new Accepted(0, 2));

        move(where);

        assertThat(ledger.standing("alice")).isEqualTo(new Standing(2, 3));
        assertThat(ledger.acknowledge("alice", 1)).isEqualTo(new Accepted(2, 2));
        assertThat(ledger.acknowledge("alice", 4)).isEqualTo(new BeyondSent(3));
        assertThat(ledger.acknowledge("alice", 3)).isEqualTo(new Accepted(2, 3));
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgementCoversOnlyWhatWasSent(Whereabouts where) {
        appendFor("alice", 4);
        ledger.written("alice", new long[] {1, 4});
        ledger.sent("alice", new long[] {1});
        move(where);
        assertThat(stateOf("alice")).containsExactly(State.SENT, State.QUEUED, State.QUEUED, State.QUEUED);

        ledger.acknowledge("alice", 4);
        move(where);

        assertThat(stateOf("alice")).containsExactly(State.ACKED, State.QUEUED, State.QUEUED, State.ACKED);
    }

    private List<State> stateOf(String user) {
        return LongStream.rangeClosed(1, 4)
                .mapToObj(offset -> ledger.states(offset, List.of(user)).get(user))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgementDoesNotCoverLaterWrites(Whereabouts where) {
        appendFor("alice", 4);
        ledger.written("alice", new long[] {4});
        ledger.acknowledge("alice", 4);
        move(where);

        ledger.writing("alice", new long[] {1, 2});
        ledger.written("alice", new long[] {1, 2});
        ledger.sent("alice", new long[] {2});
        move(where);

        assertThat(stateOf("alice")).containsExactly(State.QUEUED, State.SENT, State.QUEUED, State.ACKED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Whereabouts.class,
            names = {"IN_MEMORY", "WRITTEN_BEHIND"})
    void laterAcknowledgementCoversALateWrite(Whereabouts where) {
        appendFor("alice", 4);
        ledger.written("alice", new long[] {4});
        ledger.acknowledge("alice", 4);
        ledger.written("alice", new long[] {1, 2});
        move(where);

        assertThat(ledger.acknowledge("alice", 1)).isEqualTo(new Accepted(4, 4, List.of(1L)));
        assertThat(ledger.acknowledge("alice", 1)).isEqualTo(new Accepted(4, 4));
        reopenCleanly();

        assertThat(stateOf("alice")).containsExactly(State.ACKED, State.QUEUED, State.QUEUED, State.ACKED);
    }

    @Test
    void acknowledgementMayArriveBeforeTheWriteReturns() {
        appendFor("alice", 4);
        ledger.writing("alice", new long[] {3, 4});
        ledger.acknowledge("alice", 4);
        ledger.writing("alice", new long[] {1});
        ledger.acknowledge("alice", 1);
        assertThat(stateOf("alice")).containsExactly(State.ACKED, State.QUEUED, State.ACKED, State.ACKED);

        ledger.written("alice", new long[] {3, 4});
        ledger.written("alice", new long[] {1});
        reopenCleanly();

        assertThat(stateOf("alice")).containsExactly(State.ACKED, State.QUEUED, State.ACKED, State.ACKED);
    }

    @ParameterizedTest
    @EnumSource
    void failedWriteIsNeitherSentNorAcknowledged(Whereabouts where) {
        appendFor("alice", 4);
        ledger.writing("alice", new long[] {1, 2});
        ledger.failed("alice", new long[] {1, 2});
        ledger.writing("alice", new long[] {2, 3});
        ledger.written("alice", new long[] {2, 3});
        move(where);

        ledger.acknowledge("alice", 3);
        move(where);

        assertThat(stateOf("alice")).containsExactly(State.QUEUED, State.ACKED, State.ACKED, State.QUEUED);
        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 2L, 3L).rejects(4L);
        assertThat(ledger.delivered("alice", List.of(1L, 2L)))
                .isEqualTo(Map.of(
                        1L, new Delivered(State.QUEUED, false, false), 2L, new Delivered(State.ACKED, false, true)));
    }

    @ParameterizedTest
    @EnumSource
    void statesAreTrackedPerUser(Whereabouts where) {
        append(orders.fill("alice", "bob", "carol", "dave"));
        ledger.written("alice", new long[] {1});
        ledger.acknowledge("alice", 1);
        ledger.written("bob", new long[] {1});
        ledger.sent("bob", new long[] {1});
        ledger.written("carol", new long[] {1});

        move(where);

        assertThat(ledger.states(1, List.of("alice", "bob", "carol", "dave")))
                .isEqualTo(
                        Map.of("alice", State.ACKED, "bob", State.SENT, "carol", State.QUEUED, "dave", State.QUEUED));
    }

    @ParameterizedTest
    @EnumSource
    void writtenNotificationMayHaveReachedItsUser(Whereabouts where) {
        appendFor("alice", 6);
        ledger.written("alice", new long[] {1, 3});
        move(where);
        ledger.written("alice", new long[] {4});

        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 3L, 4L).rejects(2L, 5L);
        assertThat(ledger.mayHaveReached("alice", 3)).accepts(4L).rejects(2L, 5L);
        assertThat(ledger.mayHaveReached("bob", 0)).rejects(1L, 3L, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void reachCountsTheUsersOfABroadcast(Whereabouts where) {
        append(orders.notice(), orders.notice());
        for (int i = 0; i < 300; i++) {
            String user = "reader" + i;
            ledger.written(user, new long[] {1, 2});
            if (i < 200) {
                ledger.sent(user, new long[] {1});
            }
            if (i < 50) {
                ledger.acknowledge(user, 1);
            }
        }
        move(where);

        assertThat(ledger.reach(1)).isEqualTo(new Reach(200, 50));
        assertThat(ledger.reach(2)).isEqualTo(new Reach(0, 0));
    }

    @Test
    void statesCombineMemoryAndDatabase() {
        appendFor("alice", 2);
        ledger.written("alice", new long[] {1, 2});
        ledger.flush();
        ledger.sent("alice", new long[] {1, 2});
        ledger.flush();
        ledger.acknowledge("alice", 1);

        assertThat(ledger.states(1, List.of("alice"))).containsEntry("alice", State.ACKED);
        assertThat(ledger.states(2, List.of("alice"))).containsEntry("alice", State.SENT);
        assertThat(ledger.reach(1)).isEqualTo(new Reach(1, 1));
    }

    @Test
    void writesAreRecordedDuringAFlush() throws InterruptedException {
        int offsets = 2_000;
        List<Thread> writers = new ArrayList<>();
        for (String user : List.of("alice", "bob", "carol", "dave")) {
            writers.add(new Thread(() -> {
                for (long offset = 1; offset <= offsets; offset++) {
                    ledger.written(user, new long[] {offset});
                    if (offset % 100 == 0) {
                        ledger.acknowledge(user, offset - 50);
                    }
                }
            }));
        }
        writers.forEach(Thread::start);
        while (writers.stream().anyMatch(Thread::isAlive)) {
            ledger.flush();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        reopenCleanly();

        for (String user : List.of("alice", "bob", "carol", "dave")) {
            assertThat(ledger.standing(user)).isEqualTo(new Standing(offsets - 50, offsets));
            assertThat(LongStream.rangeClosed(1, offsets).filter(ledger.mayHaveReached(user, 0)))
                    .hasSize(offsets);
        }
    }

    @Test
    void userNamesInAnyScriptAreDistinct() {
        append(orders.fill("Ødegård", "田中", "odegard"));
        ledger.written("Ødegård", new long[] {1});
        ledger.sent("田中", new long[] {1});
        reopenCleanly();

        assertThat(ledger.states(1, List.of("Ødegård", "田中", "odegard")))
                .isEqualTo(Map.of("Ødegård", State.QUEUED, "田中", State.SENT, "odegard", State.QUEUED));
        assertThat(ledger.mayHaveReached("Ødegård", 0)).accepts(1L);
    }

    @Test
    void onlyUnsentRecipientsAreReportedAtExpiry() {
        append(orders.living(Duration.ofMinutes(1), "alice", "bob"));
        ledger.sent("alice", new long[] {1});
        ledger.flush();
        clock.advance(Duration.ofMinutes(1));
        List<String> undelivered = new ArrayList<>();

        journal.expire(clock.instant(), 10, expired -> expired.forEach(each -> undelivered.add(each.recipient())));

        assertThat(undelivered).containsExactly("bob");
    }
}
