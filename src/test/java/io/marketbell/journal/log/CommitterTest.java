package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.testkit.clock.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The writer of the log under unexpected failures. */
class CommitterTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final CuttableDatabase wire = new CuttableDatabase(H2.inMemory());
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<LogRecord> told = new CopyOnWriteArrayList<>();
    private final Logger log = Logger.getLogger(Committer.class.getName());
    private final Handler listening = handler(told, Level.SEVERE);
    private JdbcJournal journal;

    private static Handler handler(List<LogRecord> entries, Level level) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().equals(level)) {
                    entries.add(entry);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @BeforeEach
    void open() {
        log.addHandler(listening);
        journal = JdbcJournal.open(wire, clock, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
    }

    @AfterEach
    void close() {
        wire.mend();
        journal.close();
        log.removeHandler(listening);
    }

    private CompletableFuture<List<Appended>> append() {
        return journal.append(List.of(orders.fill("alice"))).toCompletableFuture();
    }

    private static long offsetOf(List<Appended> answer) {
        return ((Committed) answer.get(0)).notification().offset();
    }

    @Test
    void errorInACommitFailsItsCallerAndTheLogContinues() {
        wire.failNextCommit(new StackOverflowError("planted"));
        assertThat(append())
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(JournalUnavailable.class)
                .withCauseInstanceOf(StackOverflowError.class);

        await().atMost(SOON).until(journal::isAvailable);
        assertThat(journal.isAlive()).isTrue();
        assertThat(append())
                .succeedsWithin(SOON)
                .satisfies(answer -> assertThat(offsetOf(answer)).isEqualTo(1));
        wire.failNextCommit(new StackOverflowError("planted again"));
        assertThat(append()).failsWithin(SOON);
        await().atMost(SOON).until(journal::isAvailable);
        assertThat(told)
                .extracting(LogRecord::getThrown)
                .singleElement()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE)
                .hasMessage("planted");
    }

    @Test
    void errorOfTheListenerDoesNotStopTheLog() {
        journal.onCommitted(committed -> {
            throw new AssertionError("planted");
        });

        assertThat(append()).succeedsWithin(SOON);
        assertThat(append())
                .succeedsWithin(SOON)
                .satisfies(answer -> assertThat(offsetOf(answer)).isEqualTo(2));
    }

    @Test
    void interruptedWriterRejectsWaitingCallersAndContinues() {
        wire.holdCommits();
        List<CompletableFuture<List<Appended>>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(append());
        }

        threads.get(0).interrupt();
        wire.releaseCommits();

        waiting.forEach(answer -> await().atMost(SOON).until(answer::isDone));
        await().atMost(SOON).until(journal::isAvailable);
        assertThat(journal.isAlive()).isTrue();
        assertThat(append()).succeedsWithin(SOON);
        assertThat(threads.get(0).isAlive()).isTrue();
    }

    @Test
    void appendsWaitWhileDeliveryIsFarBehind() throws Exception {
        AtomicBoolean room = new AtomicBoolean();
        journal.admitWhile(room::get);
        CompletableFuture<List<Appended>> answer = new CompletableFuture<>();
        Thread publisher = new Thread(() -> append().thenAccept(answer::complete));
        publisher.start();
        await().atMost(SOON).until(() -> publisher.getState() == Thread.State.TIMED_WAITING);
        assertThat(journal.head()).isZero();

        room.set(true);

        assertThat(answer).succeedsWithin(SOON);
    }

    @Test
    void publisherIsRejectedIfDeliveryStaysFarBehind() {
        journal.admitWhile(() -> false);

        assertThat(append())
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(JournalUnavailable.class)
                .withMessageContaining("delivery");
    }

    @Test
    void publishersAreRejectedWhileReadingTheHeadIsBlocked() throws Exception {
        journal.close();
        journal = JdbcStore.open(wire, clock, ShippedLimits.answeringWithin(Duration.ofMillis(200)));
        CountDownLatch looking = new CountDownLatch(1);
        wire.holdCommits();
        wire.beforeEachCommit(looking::countDown);
        looking.await();
        try {
            CompletableFuture<List<Appended>> answer = append();
            await().atMost(SOON).until(answer::isDone);
            assertThat(answer).isCompletedExceptionally();
            assertThat(journal.isAvailable()).isFalse();
        } finally {
            wire.releaseCommits();
        }

        await().atMost(SOON).until(journal::isAvailable);
        assertThat(append()).succeedsWithin(SOON);
    }

    @Test
    void databaseThatRejectsEveryCommitIsReconnectedWithGrowingPauses() {
        wire.beforeEachCommit(() -> {
            if (isCalledBy(LogWriter.class, "commit")) {
                throw new SQLException("could not extend file", "53100");
            }
        });
        long began = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(journal::isAvailable);
            assertThat(append()).failsWithin(SOON);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(100 + 200 + 400));

        wire.beforeEachCommit(() -> {});
        await().atMost(SOON).until(journal::isAvailable);
        assertThat(append()).succeedsWithin(SOON);
    }

    private static boolean isCalledBy(Class<?> type, String method) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(type.getName())
                        && frame.getMethodName().equals(method)));
    }

    @Test
    void rejectedDataCostTheOthersFewCommits() {
        wire.holdCommits();
        CompletableFuture<List<Appended>> first = append();
        List<CompletableFuture<List<Appended>>> others = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            others.add(append());
        }
        CompletableFuture<List<Appended>> refused =
                journal.append(List.of(orders.fill("a".repeat(300)))).toCompletableFuture();
        AtomicInteger commits = new AtomicInteger();
        journal.onQuery((purpose, nanos, succeeded) -> {
            if (purpose == JournalDatabase.APPEND) {
                commits.incrementAndGet();
            }
        });
        wire.releaseCommits();

        assertThat(refused).failsWithin(SOON).withThrowableThat().withMessageContaining("cannot be stored");
        assertThat(first).succeedsWithin(SOON);
        others.forEach(other -> assertThat(other).succeedsWithin(SOON));
        assertThat(commits.get()).isLessThan(32);
    }

    @Test
    void anOutageIsLoggedByTheLedgerOnce() {
        journal.close();
        List<LogRecord> ofTheLedger = new CopyOnWriteArrayList<>();
        Handler handler = handler(ofTheLedger, Level.WARNING);
        Logger logger = Logger.getLogger(WriteBehind.class.getName());
        logger.addHandler(handler);
        try {
            journal = JdbcStore.open(wire, clock, ShippedLimits.writingBehind(Duration.ofMillis(10)));
            AtomicInteger failures = new AtomicInteger();
            journal.onQuery((purpose, nanos, succeeded) -> {
                if (purpose == JournalDatabase.WRITE && !succeeded) {
                    failures.incrementAndGet();
                }
            });
            journal.ledger().standing("alice");
            wire.cut();
            journal.ledger().written("alice", new long[] {1});
            await().atMost(SOON).until(() -> failures.get() > 3);
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(ofTheLedger).hasSize(1);
    }
}
