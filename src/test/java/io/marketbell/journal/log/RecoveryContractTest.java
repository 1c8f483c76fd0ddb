package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.journal.Journal.Appended.Duplicate;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The contract of recovery for every back end: restarts, unclean shutdowns, and loss of the store. */
abstract class RecoveryContractTest extends JournalFixture {
    @Test
    void restartKeepsAllDataAndTheEpoch() {
        append(orders.fill("alice"), orders.notice());
        String epoch = journal.epoch();
        assertThat(epoch).isNotBlank();

        reopenCleanly();

        assertThat(journal.epoch()).isEqualTo(epoch);
        assertThat(journal.head()).isEqualTo(2);
        assertThat(offsets("alice")).containsExactly(1L, 2L);
        assertThat(ledger.mayHaveReached("alice", 0)).rejects(1L, 2L);
    }

    @Test
    void uncleanShutdownPutsCommittedNotificationsInDoubt() {
        append(orders.fill("alice"), orders.fill("alice"));

        reopenAfterAnUncleanEnd();
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(3);

        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 2L).rejects(3L);
        reopenCleanly();
        assertThat(ledger.mayHaveReached("alice", 0))
                .as("the doubt outlives a clean restart")
                .accepts(1L, 2L)
                .rejects(3L);
    }

    @Test
    void notificationsSentBeforeAnUncleanShutdownCanBeAcknowledged() {
        append(orders.fill("alice"), orders.fill("alice"));
        ledger.written("alice", new long[] {1, 2});

        reopenAfterAnUncleanEnd();

        assertThat(ledger.acknowledge("alice", 2)).isEqualTo(new Ledger.Acknowledgement.Accepted(0, 2));
        assertThat(ledger.acknowledge("alice", 3)).isInstanceOf(Ledger.Acknowledgement.BeyondSent.class);
    }

    @Test
    void journalRejectsImmediatelyWithoutItsStoreAndRecovers() {
        append(orders.fill("alice"));

        store.cut();

        assertThat(failureOf(journal.append(List.of(orders.fill("alice"))).toCompletableFuture()))
                .isInstanceOf(JournalUnavailable.class);
        assertThat(journal.isAvailable()).isFalse();
        assertThat(journal.append(List.of(orders.fill("alice"))))
                .as("refused at once while the store is known to be unavailable")
                .isCompletedExceptionally();
        assertThatThrownBy(() -> journal.history("alice", 0, 1, ALL, 1)).isInstanceOf(JournalUnavailable.class);
        assertThat(journal.head()).isEqualTo(1);

        store.mend();
        await().atMost(10, SECONDS).until(journal::isAvailable);
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(2);
        assertThat(offsets("alice")).containsExactly(1L, 2L);
    }

    @Test
    void commitWithALostResponseIsAnnouncedAfterwards() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        journal.onCommitted(committed -> heard.addAll(offsets(committed)));
        append(orders.fill("alice"));
        Entry doubtful = orders.keyed("ord-1", "{}", "alice");

        store.cutAfterNextCommit();
        assertThat(failureOf(journal.append(List.of(doubtful)).toCompletableFuture()))
                .isInstanceOf(JournalUnavailable.class);
        assertThat(journal.head()).isEqualTo(1);
        store.mend();

        await().atMost(10, SECONDS).until(journal::isAvailable);
        await().atMost(10, SECONDS).until(() -> journal.head() == 2);
        assertThat(heard).containsExactly(1L, 2L);
        assertThat(append(orders.keyed("ord-1", "{}", "alice")))
                .containsExactly(new Duplicate(doubtful.notification().id(), 2));
    }

    @Test
    void journalStartedWithoutItsStoreOpensWhenItIsReachable() {
        append(orders.fill("alice"));
        opened.close().run();
        store.cut();

        open();
        assertThat(journal.isAvailable()).isFalse();
        assertThat(journal.append(List.of(orders.fill("alice")))).isCompletedExceptionally();
        for (ThrowingCallable read : List.<ThrowingCallable>of(
                journal::head,
                journal::epoch,
                journal::openedAt,
                () -> journal.history("alice", 0, 1, ALL, 1),
                () -> journal.past("alice", 0, 1, 1),
                () -> ledger.standing("alice"),
                () -> ledger.acknowledge("alice", 1))) {
            assertThatThrownBy(read).isInstanceOf(JournalUnavailable.class);
        }
        assertThat(journal.isKnown()).isFalse();
        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L);

        store.mend();
        await().atMost(10, SECONDS).until(journal::isAvailable);
        assertThat(journal.head()).isEqualTo(1);
        assertThat(journal.openedAt()).isEqualTo(1);
        assertThat(ledger.standing("alice")).isEqualTo(new Ledger.Standing(0, 0));
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(2);
        assertThat(journal.openedAt()).isEqualTo(1);
    }

    @Test
    void ledgerKeepsUnsavedFactsUntilTheStoreIsReachable() {
        append(orders.fill("alice"), orders.fill("alice"));
        ledger.written("alice", new long[] {1, 2});
        store.cut();
        assertThatThrownBy(ledger::flush).isInstanceOf(JournalUnavailable.class);
        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 2L);

        store.mend();
        await().atMost(10, SECONDS).until(journal::isAvailable);
        ledger.acknowledge("alice", 1);
        reopenCleanly();

        assertThat(ledger.standing("alice")).isEqualTo(new Ledger.Standing(1, 2));
        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 2L).rejects(3L);
    }
}
