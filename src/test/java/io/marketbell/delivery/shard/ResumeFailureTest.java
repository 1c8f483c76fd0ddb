package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A resume that fails temporarily is retried; one that fails permanently ends with a close code. */
class ResumeFailureTest extends DeliveryHubFixture {
    private final RecordingTransport transport = new RecordingTransport();

    @Test
    void anUnexpectedExceptionDelaysTheResumeAndDoesNotEndIt() {
        start(TestSettings.withHeartbeat(LONG));
        commitFills(2);
        journal.failNextReads(2);
        subscribe(open("alice", transport), 0);

        await().until(() -> {
            advance(Duration.ofSeconds(1));
            return transport.offsets().equals(List.of(1L, 2L));
        });
        assertThat(transport.closedFor).isNull();
    }

    @Test
    void aResumeThatKeepsFailingClosesTheConnection() {
        start(TestSettings.withHeartbeat(LONG));
        commitFills(2);
        journal.failNextReads(Integer.MAX_VALUE);
        subscribe(open("alice", transport), 0);

        await().until(() -> {
            advance(Duration.ofSeconds(1));
            return transport.closedFor != null;
        });
        assertThat(transport.closedFor.code()).isEqualTo(1011);
        await().until(() -> hub.connections() == 0);
    }

    @Test
    void aClosedConnectionsResumeIsNotRetried() {
        start(TestSettings.withHeartbeat(LONG));
        commitFills(2);
        journal.setAvailable(false);
        Connection connection = open("alice", transport);
        subscribe(connection, 0);
        await().until(() -> journal.reads() == 1);
        connection.close(DisconnectReason.GONE);
        await().until(() -> hub.connections() == 0);

        RecordingTransport other = new RecordingTransport();
        subscribe(open("alice", other), 0);
        await().until(() -> journal.reads() == 2);
        journal.setAvailable(true);
        await().until(() -> {
            advance(Duration.ofSeconds(1));
            return other.offsets().equals(List.of(1L, 2L));
        });
        assertThat(journal.reads()).isEqualTo(3);
    }

    @Test
    void theJournalIsNotReadWhileItIsKnownToBeUnavailable() {
        start(TestSettings.withHeartbeat(LONG));
        commitFills(2);
        journal.setAvailable(false);
        subscribe(open("alice", transport), 0);
        await().until(() -> journal.reads() == 1);

        await().until(() -> connectionsOf("alice").size() == 1);
        for (int i = 0; i < 100; i++) {
            advance(Duration.ofSeconds(1));
            checkConnections();
        }

        assertThat(journal.reads()).isEqualTo(1);
    }

    @Test
    void aConnectionIsAdmittedWithoutAPositionWhileTheJournalIsUnknown() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(2);
        journal.setKnown(false);
        Admission.Admitted early = (Admission.Admitted) hub.open("alice", "key of alice", transport);
        subscribe(early.connection(), -1);
        await().until(() -> !transport.replies().isEmpty());
        hub.publish(List.of(Sample.price("AAPL")));
        await().until(() -> transport.deliveries().size() == 1);

        journal.setKnown(true);
        Admission.Admitted later = (Admission.Admitted) hub.open("alice", "key of alice", new RecordingTransport());

        assertThat(early.position()).isNull();
        assertThat(later.position()).isEqualTo(new Admission.Position("e1", 2, 0));
    }

    @Test
    void aSnapshotContinuesWhileTheJournalIsSlow() {
        HeldTasks slow = new HeldTasks();
        databaseThreads = task -> {
            // every frame that the snapshot has filled so far is written before the dispatcher continues
            await().until(() -> !transport.deliveries().isEmpty()
                    && connectionsOf("alice").get(0).sender().load().waiting() == 0);
            slow.execute(task);
        };
        start(TestSettings.withQueue(20, 1 << 20));
        List<Notification> prices = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            prices.add(Sample.price("I" + i));
        }
        hub.publish(prices);

        open("alice", transport)
                .subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, true, 0, null), outcome -> "subscribed");

        await().until(() -> transport.deliveries().size() == 500);
    }

    @Test
    void aReadRejectedByTheExecutorIsRetried() {
        databaseThreads = task -> {
            throw new RejectedExecutionException("planted");
        };
        start(TestSettings.withHeartbeat(LONG));
        commitFills(2);
        subscribe(open("alice", transport), 0);
        await().until(() -> transport.replies().size() == 1);

        ExecutorService pool = Executors.newSingleThreadExecutor();
        databaseThreads = pool;
        try {
            await().until(() -> {
                advance(Duration.ofSeconds(1));
                return transport.offsets().equals(List.of(1L, 2L));
            });
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anErrorOnSubmittingAReadDelaysTheResumeAndDoesNotEndIt() {
        Executor working = databaseThreads;
        databaseThreads = task -> {
            databaseThreads = working;
            throw new OutOfMemoryError("planted: unable to create native thread");
        };
        start(TestSettings.withHeartbeat(LONG));
        commitFills(2);
        subscribe(open("alice", transport), 0);

        await().until(() -> {
            advance(Duration.ofSeconds(1));
            return transport.offsets().equals(List.of(1L, 2L));
        });
    }
}
