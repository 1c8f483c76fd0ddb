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

/** An open journal on a back end, with helpers for the contract tests. */
abstract class JournalFixture implements BackEnd {
    /** An empty set of types selects all types. */
    protected static final Set<NotificationType> ALL = Set.of();

    protected final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    protected final Orders orders = new Orders(clock);
    protected Store store;
    protected Opened opened;
    protected Journal journal;
    protected Ledger ledger;

    /** The storage of the log; empty at the start of each test. */
    interface Store {
        Opened open(InstantSource clock);

        /** Makes the store unreachable. */
        void cut();

        /** The next commit succeeds, but its response is lost, and the store is unreachable from then on. */
        void cutAfterNextCommit();

        void mend();
    }

    /** @param close closes it cleanly */
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

    /** Reopens the journal without closing it first, as after kill -9. */
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
