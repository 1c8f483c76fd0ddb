package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.local.LocalPresence;
import io.marketbell.cluster.node.TestNodes;
import io.marketbell.database.ProductDatabases;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.OutcomeListener;
import io.marketbell.journal.Journal;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.log.JdbcJournal;
import io.marketbell.journal.log.JournalLimits;
import io.marketbell.journal.log.ShippedLimits;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.NonBlocking;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that was connected to another node resumes at a node that has not found the latest commits yet. */
class ResumeAtAnotherNodeTest {
    private final DataSource source = ProductDatabases.postgres();
    private final ExecutorService reads = Executors.newFixedThreadPool(2, DaemonThreads.named("test-reads-"));
    private final RecordingTransport transport = new RecordingTransport();
    private JdbcJournal first;
    private JdbcJournal second;
    private ShardedDeliveryHub hub;

    @BeforeEach
    void open() {
        first = open(JournalLimits.DEFAULT);
        second = open(ShippedLimits.withoutPoll());
        hub = new ShardedDeliveryHub(
                new DeliveryContext(
                        TestSettings.withBatchDelay(Duration.ofMillis(1)),
                        new Clocks(System::nanoTime, () -> Sample.NOW),
                        second,
                        second.ledger(),
                        ignored(),
                        new LocalPresence(),
                        reads),
                DaemonThreads.named("test-delivery-"));
        second.onCommitted(hub::committed);
        second.onReset(hub::reset);
        hub.start();
    }

    private JdbcJournal open(JournalLimits limits) {
        return JdbcJournal.open(
                source,
                () -> Sample.NOW,
                DaemonThreads.named("test-journal-"),
                Runnable::run,
                ReadGuard.NONE,
                limits,
                null,
                TestNodes.on(source));
    }

    private static OutcomeListener ignored() {
        return (OutcomeListener) Proxy.newProxyInstance(
                OutcomeListener.class.getClassLoader(),
                new Class<?>[] {OutcomeListener.class},
                (proxy, method, arguments) -> null);
    }

    @AfterEach
    void close() {
        hub.close();
        reads.shutdown();
        second.close();
        first.close();
        assertThat(NonBlocking.takeViolations()).isEmpty();
    }

    private long publish(JdbcJournal at) {
        Notification fill = Sample.of(NotificationType.ORDER_FILLED, "AAPL", null, List.of("alice"));
        return ((Journal.Appended.Committed) at.append(List.of(new Journal.Entry(fill, new byte[32])))
                        .toCompletableFuture()
                        .join()
                        .get(0))
                .notification()
                .offset();
    }

    private Connection resume(long after) {
        Connection connection = ((Admission.Admitted) hub.open("alice", "key", transport)).connection();
        connection.subscribe(
                new Subscribe(SubscriptionFilter.EVERYTHING, false, after, second.epoch()), outcome -> "subscribed");
        return connection;
    }

    @Test
    void anOffsetThatAnotherNodeHasJustCommittedIsResumedWithoutResetAndWithoutAHole() {
        publish(first);
        long received = publish(first);
        assertThat(second.head()).isZero();

        resume(received);

        await().until(() -> transport.statuses().contains(new Frame.Status.Resumed(received)));
        assertThat(transport.statuses()).noneMatch(Frame.Status.Gap.class::isInstance);
        publish(first);
        publish(second);
        publish(first);
        publish(second);
        await().until(() -> transport.offsets().size() == 4);
        assertThat(transport.offsets()).containsExactly(3L, 4L, 5L, 6L);
    }

    /** Otherwise they would arrive live, and without a mark although the user may have received them at the other node. */
    @Test
    void aResumeCoversWhatOtherNodesHaveCommittedBefore() {
        publish(first);
        long last = publish(first);
        assertThat(second.head()).isZero();

        resume(0);

        await().until(() -> transport.statuses().contains(new Frame.Status.Resumed(last)));
        await().until(() -> transport.offsets().equals(List.of(1L, 2L)));
    }

    @Test
    void anOffsetBeyondTheHeadOfTheDatabaseIsReset() {
        long last = publish(first);

        resume(last + 1);

        await().until(() -> transport.offsets().equals(List.of(last)));
        assertThat(transport.statuses())
                .contains(new Frame.Status.Gap(last + 1, last, Frame.GapReason.RESET), new Frame.Status.Resuming(0));
    }

    @Test
    void anAcknowledgementAboveTheKnownHeadIsCheckedWithTheDatabase() {
        long last = publish(first);

        AcknowledgeOutcome outcome = hub.acknowledge("alice", last);

        assertThat(second.head()).isEqualTo(last);
        assertThat(outcome).isNotNull();
    }
}
