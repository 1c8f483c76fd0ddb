package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.testkit.clock.TestClock;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An open journal over some back end, and what the contract tests do with it. */
abstract class JournalFixture implements BackEnd {
    /** Of types: where none is named, all are meant. */
    protected static final Set<NotificationType> ALL = Set.of();

    protected final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    protected final Orders orders = new Orders(clock);
    protected Store store;
    protected Opened opened;
    protected Journal journal;
    protected Ledger ledger;

    /** Where the log is kept; empty at the beginning of each test. */
    interface Store {
        Opened open(InstantSource clock);

        /** From now on the store does not answer. */
        void cut();

        /** The next commit is kept, but its answer is lost, and the store does not answer from then on. */
        void cutAfterNextCommit();

        void mend();
    }

    /** @param close leaves it cleanly */
    record Opened(Journal journal, Ledger ledger, Runnable close) {}

    @BeforeEach
    void openTheJournal() throws Exception {
        store = emptyStore();
        open();
    }

    @AfterEach
    void closeTheJournal() {
        store.mend();
        opened.close.run();
    }

    protected void open() {
        opened = store.open(clock);
        journal = opened.journal;
        ledger = opened.ledger;
    }

    protected void reopenCleanly() {
        opened.close.run();
        open();
    }

    /** As after kill -9: nobody said goodbye. */
    protected void reopenAfterAnUncleanEnd() {
        open();
    }

    protected List<Appended> append(Entry... entries) {
        return journal.append(List.of(entries)).toCompletableFuture().join();
    }

    protected long offsetOf(Entry entry) {
        return ((Committed) append(entry).get(0)).notification().offset();
    }

    protected List<Long> offsets(String user) {
        return offsets(journal.history(user, 0, Long.MAX_VALUE, ALL, 100));
    }

    protected static List<Long> offsets(List<Notification> notifications) {
        return notifications.stream().map(Notification::offset).toList();
    }

    protected static Throwable failureOf(CompletableFuture<?> answer) {
        try {
            answer.get(10, SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            return e;
        }
    }
}
