package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tests the cost of acknowledgements. */
class AcknowledgedOutcomesTest {
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<String> reads = new ArrayList<>();
    private final List<String> published = new ArrayList<>();
    private final Set<Long> unsaved = new HashSet<>();
    private final MemoryLedger ledger = new MemoryLedger() {
        @Override
        public Map<Long, Delivered> delivered(String user, Collection<Long> offsets) {
            Map<Long, Delivered> delivered = super.delivered(user, offsets);
            delivered.replaceAll(
                    (offset, known) -> unsaved.contains(offset) ? new Delivered(State.QUEUED, false, false) : known);
            return delivered;
        }
    };
    private boolean away;

    private final AcknowledgedOutcomes outcomes = new AcknowledgedOutcomes(
            new ReadOnly(),
            ledger,
            outcome ->
                    published.add(outcome.kind() + " " + outcome.notification().offset() + " " + outcome.recipient()),
            InstantSource.system(),
            executor::add,
            later::add,
            3);

    private void acknowledge(String user, long previous, long offset) {
        ledger.written(user, LongStream.rangeClosed(previous + 1, offset).toArray());
        ledger.acknowledge(user, offset);
        outcomes.add(user, new Accepted(previous, offset));
    }

    private void runAll() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    @Test
    void acknowledgementsOfOneUserAreLookedUpTogether() {
        for (int i = 0; i < 100; i++) {
            acknowledge("alice", i, i + 1);
        }
        assertThat(executor).hasSize(1);
        assertThat(outcomes.waiting()).isEqualTo(1);
        assertThat(reads).isEmpty();

        runAll();

        assertThat(reads).containsExactly("alice 0..100");
        assertThat(published).hasSize(200).contains("ACKED 1 alice", "ACKED 100 alice");
        assertThat(outcomes.waiting()).isZero();
    }

    @Test
    void aUserWithALongHistoryDoesNotDelayTheOthers() {
        acknowledge("alice", 0, 1_200);
        acknowledge("bob", 0, 1);

        runAll();

        assertThat(reads).containsExactly("alice 0..1200", "bob 0..1", "alice 500..1200", "alice 1000..1200");
        assertThat(published.stream().filter(outcome -> outcome.startsWith("ACKED")))
                .hasSize(1_201);
    }

    @Test
    void acknowledgementsAreRetriedWhileTheDatabaseIsUnavailable() {
        away = true;
        acknowledge("alice", 0, 1);
        runAll();
        acknowledge("alice", 1, 2);
        acknowledge("bob", 0, 1);
        assertThat(executor).isEmpty();
        assertThat(later).hasSize(1);
        assertThat(outcomes.waiting()).isEqualTo(2);

        away = false;
        later.remove().run();
        runAll();

        assertThat(published).contains("ACKED 1 alice", "ACKED 2 alice", "ACKED 1 bob");
        assertThat(outcomes.waiting()).isZero();
    }

    @Test
    void theNumberOfWaitingUsersIsBoundedAndTheRestIsCounted() {
        for (String user : List.of("a", "b", "c", "d", "e")) {
            acknowledge(user, 0, 1);
        }
        acknowledge("a", 1, 2);

        assertThat(outcomes.waiting()).isEqualTo(3);
        assertThat(outcomes.lost()).isEqualTo(2);
        runAll();
        assertThat(published).contains("ACKED 2 a", "ACKED 1 c").doesNotContain("ACKED 1 d");
    }

    @Test
    void lateAcknowledgementsAreMergedAndPublishedOnce() {
        acknowledge("alice", 0, 10);
        ledger.acknowledge("alice", 10);
        outcomes.add("alice", new Accepted(10, 10, List.of(3L, 4L)));

        runAll();

        assertThat(published.stream().filter("ACKED 3 alice"::equals)).hasSize(1);
        assertThat(reads).containsExactly("alice 0..10");
    }

    @Test
    void whatAnotherNodeHasNotSavedYetIsExaminedAgainLater() {
        SettlingOutcomes settling = new SettlingOutcomes(outcomes.settling(), later::add, 2);
        AcknowledgedOutcomes first = outcomes.withUnsettled(settling::add);
        ledger.written("alice", new long[] {2});
        ledger.acknowledge("alice", 2);
        unsaved.addAll(List.of(1L, 3L));
        first.add("alice", new Accepted(0, 3));
        runAll();
        assertThat(published).containsExactly("SENT 2 alice", "ACKED 2 alice");
        assertThat(settling.waiting()).isEqualTo(2);

        unsaved.remove(1L);
        later.remove().run();
        runAll();

        assertThat(published).containsExactly("SENT 2 alice", "ACKED 2 alice", "SENT 1 alice", "ACKED 1 alice");
        assertThat(later).isEmpty();
        assertThat(settling.waiting()).isZero();
    }

    @Test
    void theNumberOfSecondExaminationsIsBoundedAndTheRestIsCounted() {
        SettlingOutcomes settling = new SettlingOutcomes(outcomes.settling(), later::add, 2);
        settling.add("a", List.of(1L));
        settling.add("b", List.of(1L, 2L));
        settling.add("c", List.of(1L));

        assertThat(later).hasSize(2);
        assertThat(settling.waiting()).isEqualTo(2);
        assertThat(settling.lost()).isEqualTo(2);

        later.remove().run();
        settling.add("d", List.of(1L));
        assertThat(later).hasSize(2);
    }

    /** A journal whose notifications are addressed to everyone. */
    private final class ReadOnly extends MemoryJournal {
        @Override
        public List<Notification> addressed(String user, long after, long upTo, int limit) {
            if (away) {
                throw new JournalUnavailable("away", null);
            }
            reads.add(user + " " + after + ".." + upTo);
            return LongStream.rangeClosed(after + 1, upTo)
                    .limit(limit)
                    .mapToObj(offset -> Sample.fill(user).at(offset))
                    .toList();
        }
    }
}
