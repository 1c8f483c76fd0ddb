package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.node.TestNodes;
import io.marketbell.database.ProductDatabases;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.log.JdbcJournal;
import io.marketbell.journal.log.JournalLimits;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import io.marketbell.publish.service.OutcomeDispatcher;
import io.marketbell.thread.DaemonThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on one PostgreSQL report each outcome of an acknowledgement once, at whichever node it arrives. The nodes
 * flush their ledgers only when asked.
 */
class OutcomesOfTwoNodesTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private final DataSource source = ProductDatabases.postgres();
    private final InstantSource clock = () -> Sample.NOW;
    private final List<String> reported = new CopyOnWriteArrayList<>();
    private final CountDownLatch delayed = new CountDownLatch(1);
    private final CompletableFuture<Void> allSaved = new CompletableFuture<>();
    private final Node here = new Node();
    private final Node there = new Node();

    private final class Node {
        final JdbcJournal journal;
        final Ledger ledger;
        final OutcomeThread thread;
        final OutcomePublisher publisher;

        Node() {
            JournalLimits all = JournalLimits.DEFAULT;
            JournalLimits limits = new JournalLimits(
                    all.groupSize(),
                    all.queueSize(),
                    all.patience(),
                    NEVER,
                    all.progressSaved(),
                    all.usersKept(),
                    all.expiredRows(),
                    all.progressKept(),
                    Duration.ofMillis(20),
                    all.answerWithin());
            journal = JdbcJournal.open(
                    source,
                    clock,
                    DaemonThreads.named("marketbell-test-"),
                    Runnable::run,
                    ReadGuard.NONE,
                    limits,
                    null,
                    TestNodes.on(source));
            ledger = journal.ledger();
            OutcomeDispatcher outcomes = new OutcomeDispatcher();
            outcomes.subscribe(outcome ->
                    reported.add(outcome.kind() + " " + outcome.notification().offset() + " " + outcome.recipient()));
            thread = new OutcomeThread(
                    journal, ledger, outcomes::publish, clock, new DelayUntilAllSaved(), 1_000, NEVER);
            publisher = new OutcomePublisher(null, outcomes, thread, clock, true);
            ledger.onClaimed(publisher::claimed);
        }

        void write(long... offsets) {
            ledger.standing("alice");
            ledger.writing("alice", offsets);
            ledger.written("alice", offsets);
        }

        void acknowledge(long offset) {
            publisher.acknowledged("alice", (Accepted) ledger.acknowledge("alice", offset));
        }
    }

    /** Runs delayed tasks when the test has saved everything. */
    private final class DelayUntilAllSaved extends ScheduledThreadPoolExecutor {
        DelayUntilAllSaved() {
            super(1, DaemonThreads.named("marketbell-test-"));
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (delay == 0) {
                return super.schedule(task, delay, unit);
            }
            delayed.countDown();
            allSaved.thenRunAsync(task, this);
            return null;
        }
    }

    @AfterEach
    void close() {
        allSaved.complete(null);
        for (Node node : List.of(here, there)) {
            node.thread.close();
            node.journal.close();
        }
    }

    private List<Notification> commit(int count) {
        List<Journal.Entry> entries = Stream.generate(
                        () -> Sample.of(NotificationType.ORDER_ACCEPTED, "AAPL", null, List.of("alice")))
                .limit(count)
                .map(notification -> new Journal.Entry(notification, new byte[32]))
                .toList();
        List<Notification> committed = here.journal.append(entries).toCompletableFuture().join().stream()
                .map(appended -> ((Journal.Appended.Committed) appended).notification())
                .toList();
        // a node reads the head of the log before it accepts an acknowledgement above the head that it knows
        await().until(() -> there.journal.head() >= count);
        return committed;
    }

    private void giveUp(Notification notification) {
        here.thread.unlessReached(notification, "alice", () -> reported.add("DEAD " + notification.offset()));
    }

    private void awaitOutcomes(int count) {
        allSaved.complete(null);
        await().until(() -> reported.size() >= count);
        await().until(() -> here.thread.waiting() == 0 && there.thread.waiting() == 0);
    }

    @Test
    void acknowledgementAtOneNodeOfWhatAnotherNodeHasJustSentIsReportedOnce() {
        commit(2);
        here.write(1);
        there.acknowledge(2);
        there.ledger.flush();
        await().until(() -> delayed.getCount() == 0);
        assertThat(reported).isEmpty();

        here.ledger.flush();
        awaitOutcomes(2);

        assertThat(reported).containsExactly("SENT 1 alice", "ACKED 1 alice");
        assertThat(here.ledger.states(1, List.of("alice"))).containsEntry("alice", Ledger.State.ACKED);
        assertThat(here.ledger.states(2, List.of("alice"))).containsEntry("alice", Ledger.State.QUEUED);
    }

    @Test
    void notificationThatAnotherNodeHasJustSentIsNotGivenUp() {
        List<Notification> committed = commit(2);
        there.write(1);
        there.ledger.sent("alice", new long[] {1});
        committed.forEach(this::giveUp);
        await().until(() -> delayed.getCount() == 0 || !reported.isEmpty());
        assertThat(reported).isEmpty();

        there.ledger.flush();
        awaitOutcomes(1);

        assertThat(reported).containsExactly("DEAD 2");
    }

    @Test
    void notificationsGivenUpShortlyBeforeAStopAreReported() {
        commit(1).forEach(this::giveUp);

        here.thread.finish(Duration.ofSeconds(10));

        assertThat(reported).containsExactly("DEAD 1");
    }

    @Test
    void sameAcknowledgementAtBothNodesIsReportedOnce() {
        commit(2);
        for (Node node : List.of(here, there)) {
            node.write(1, 2);
            node.acknowledge(1);
        }
        there.ledger.flush();
        here.ledger.flush();
        here.acknowledge(2);
        there.acknowledge(2);
        here.ledger.flush();
        there.ledger.flush();

        awaitOutcomes(4);

        assertThat(reported)
                .containsExactlyInAnyOrder("SENT 1 alice", "ACKED 1 alice", "SENT 2 alice", "ACKED 2 alice");
    }

    @Test
    void lastAcknowledgementsBeforeAStopAreReported() {
        commit(2);
        here.write(1, 2);
        here.acknowledge(2);

        here.ledger.flush();
        here.thread.finish(Duration.ofSeconds(10));

        assertThat(reported).containsExactly("SENT 1 alice", "ACKED 1 alice", "SENT 2 alice", "ACKED 2 alice");
    }
}
