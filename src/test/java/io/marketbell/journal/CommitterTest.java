package io.marketbell.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What should never happen, happens to the writer of the log. */
class CommitterTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TradingDay clock = new TradingDay();
    private final Orders orders = new Orders(clock);
    private final Wire wire = new Wire(H2.inMemory());
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<LogRecord> told = new CopyOnWriteArrayList<>();
    private final Logger log = Logger.getLogger(Committer.class.getName());
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().equals(Level.SEVERE)) {
                told.add(entry);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private JdbcJournal journal;

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
    void anErrorInACommitIsToldToItsCallerAndToldOnceAndTheLogGoesOn() {
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
    void anErrorOfTheListenerDoesNotStopTheLog() {
        journal.onCommitted(committed -> {
            throw new AssertionError("planted");
        });

        assertThat(append()).succeedsWithin(SOON);
        assertThat(append())
                .succeedsWithin(SOON)
                .satisfies(answer -> assertThat(offsetOf(answer)).isEqualTo(2));
    }

    @Test
    void anInterruptedWriterRefusesThoseWhoWaitAndGoesOn() {
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
    void nothingIsTakenWhileDeliveryIsFarBehindAndAllOfItAfterwards() throws Exception {
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
    void aPublisherIsRefusedWhereDeliveryStaysFarBehind() {
        journal.admitWhile(() -> false);

        assertThat(append())
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(JournalUnavailable.class)
                .withMessageContaining("delivery");
    }
}
