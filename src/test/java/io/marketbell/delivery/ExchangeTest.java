package io.marketbell.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.Connection.SubscribeOutcome;
import io.marketbell.delivery.Exchange.Admission;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import io.marketbell.routing.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole of delivery with its own threads; only the wires, the journal and the ledger are stand-ins. */
class ExchangeTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryLedger ledger = new MemoryLedger();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ExecutorService databaseThreads = Executors.newFixedThreadPool(2);
    private volatile Instant now = Sample.NOW;
    private ShardedExchange exchange;

    @AfterEach
    void close() {
        exchange.close();
        databaseThreads.shutdownNow();
    }

    private void start(DeliverySettings settings) {
        exchange = new ShardedExchange(
                settings,
                new Clocks(System::nanoTime, () -> now),
                journal,
                ledger,
                new Outcomes() {
                    @Override
                    public void sent(List<Notification> notifications, String user) {
                        notifications.forEach(n -> told.add("SENT " + n.offset() + " " + user));
                    }

                    @Override
                    public void acknowledged(String user, long previous, long offset) {
                        told.add("ACKED " + previous + ".." + offset + " " + user);
                    }

                    @Override
                    public void undeliverable(Notification notification, String user, int attempts) {
                        told.add("GIVEN UP " + notification.offset() + " " + user + " after " + attempts);
                    }
                },
                databaseThreads,
                action -> {
                    Thread thread = new Thread(action);
                    thread.setDaemon(true);
                    return thread;
                });
        journal.onCommitted(exchange::publish);
        exchange.start();
    }

    @Test
    void aCriticalOneIsWrittenWithoutWaitingForItsBatch() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport wire = subscribed("alice");

        journal.commit(Sample.acceptance("alice"));
        journal.commit(Sample.fill("alice"));

        await().until(() -> wire.offsets().equals(List.of(1L, 2L)));
    }

    @Test
    void aBatchGoesOutWithItsTenth() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport wire = subscribed("alice");

        for (int i = 0; i < 10; i++) {
            journal.commit(Sample.acceptance("alice"));
        }

        await().until(() -> wire.offsets().size() == 10);
        assertThat(wire.frames.stream().filter(Frame.Data.class::isInstance)).hasSize(1);
    }

    @Test
    void aBatchGoesOutWhenItsTimeIsUp() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(20)));
        RecordingTransport wire = subscribed("alice");

        exchange.publish(List.of(Sample.price("AAPL")));

        await().until(() -> wire.deliveries().size() == 1);
    }

    @Test
    void aliceNeverSeesWhatIsAddressedToBob() {
        start(DeliverySettings.defaults());
        RecordingTransport alice = subscribed("alice");
        RecordingTransport bob = subscribed("bob");

        journal.commit(Sample.fill("bob"), Sample.fill("alice"));

        await().until(() -> alice.offsets().size() == 1 && bob.offsets().size() == 1);
        assertThat(alice.offsets()).containsExactly(2L);
        assertThat(bob.offsets()).containsExactly(1L);
    }

    @Test
    void resumingBringsThePastInOrderBetweenItsEvents() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(5);
        RecordingTransport wire = new RecordingTransport();
        subscribe(open("alice", wire), 2);

        await().until(() -> wire.statuses().size() == 2);
        assertThat(wire.offsets()).containsExactly(3L, 4L, 5L);
        assertThat(wire.statuses()).containsExactly(new Frame.Status.Resuming(2), new Frame.Status.Resumed(5));
        assertThat(wire.frames.get(1)).isEqualTo(new Frame.Status.Resuming(2));
        assertThat(wire.frames.get(wire.frames.size() - 1)).isEqualTo(new Frame.Status.Resumed(5));
    }

    @Test
    void resumingWhileOthersPublishLeavesNoHoleAndNoRepeat() throws Exception {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(3_000);
        Thread publisher = new Thread(() -> commitFills(3_000));
        publisher.start();
        List<RecordingTransport> wires = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            wires.add(new RecordingTransport());
            subscribe(open("alice", wires.get(i)), 100 * i);
        }
        publisher.join();

        for (int i = 0; i < 3; i++) {
            RecordingTransport wire = wires.get(i);
            int expected = 6_000 - 100 * i;
            await().atMost(Duration.ofSeconds(30)).until(() -> wire.offsets().size() >= expected);
            assertThat(wire.offsets())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(100L * i + 1, 6_000).boxed().toList());
            assertThat(wire.overlapped).isFalse();
            assertThat(wire.closedFor).isNull();
        }
    }

    @Test
    void whatMayHaveBeenSentBeforeIsMarkedWhenItIsReadAgain() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport first = subscribed("alice");
        commitFills(2);
        await().until(() -> first.offsets().size() == 2);
        exchangeClosed(first);
        commitFills(1);

        RecordingTransport second = new RecordingTransport();
        subscribe(open("alice", second), 0);

        await().until(() -> second.offsets().size() == 3);
        assertThat(second.deliveries())
                .extracting(Delivery::mark)
                .containsExactly(Mark.REDELIVERED, Mark.REDELIVERED, Mark.FRESH);
    }

    @Test
    void aReaderIsToldWhatCanNoLongerBeHad() {
        start(DeliverySettings.defaults());
        commitFills(5);
        journal.expiredThrough(3);
        RecordingTransport wire = new RecordingTransport();
        subscribe(open("alice", wire), 1);

        await().until(() -> wire.statuses().size() == 3);
        assertThat(wire.statuses().get(0)).isEqualTo(new Frame.Status.Gap(1, 3, Frame.GapReason.EXPIRED));
        assertThat(wire.offsets()).containsExactly(4L, 5L);
    }

    @Test
    void anOffsetOfAnotherLogStartsFromTheBeginning() {
        start(DeliverySettings.defaults());
        commitFills(2);
        RecordingTransport beyond = new RecordingTransport();
        subscribe(open("alice", beyond), 900);
        RecordingTransport otherEpoch = new RecordingTransport();
        open("alice", otherEpoch).subscribe(new Subscribe(Filter.EVERYTHING, false, 1, "e0"), outcome -> "subscribed");

        for (RecordingTransport wire : List.of(beyond, otherEpoch)) {
            await().until(() -> wire.statuses().size() == 3);
            assertThat(((Frame.Status.Gap) wire.statuses().get(0)).reason()).isEqualTo(Frame.GapReason.RESET);
            assertThat(wire.offsets()).containsExactly(1L, 2L);
        }
    }

    @Test
    void resumingWaitsForTheDatabaseWhileVolatileOnesFlow() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(2);
        journal.goAway(true);
        RecordingTransport wire = new RecordingTransport();
        subscribe(open("alice", wire), 0);
        await().until(() -> !wire.replies().isEmpty());

        exchange.publish(List.of(Sample.price("AAPL")));
        await().until(() -> wire.deliveries().size() == 1);
        assertThat(wire.offsets()).isEmpty();

        journal.goAway(false);
        await().until(() -> wire.offsets().equals(List.of(1L, 2L)));
    }

    @Test
    void aSnapshotBringsTheLastValuesThenTheStreamGoesOn() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        exchange.publish(List.of(
                Sample.price("AAPL", "1"),
                Sample.price("AAPL", "2"),
                Sample.expiring(Sample.price("MSFT"), Duration.ofSeconds(-1)),
                Sample.position("bob", "AAPL")));
        RecordingTransport wire = new RecordingTransport();
        open("alice", wire).subscribe(new Subscribe(Filter.EVERYTHING, true, -1, null), outcome -> "subscribed");
        await().until(() -> wire.deliveries().size() == 2);

        exchange.publish(List.of(Sample.price("AAPL", "3")));

        await().until(() -> wire.deliveries().size() == 3);
        assertThat(wire.deliveries().stream().map(Delivery::json))
                .satisfiesExactlyInAnyOrder(
                        json -> assertThat(json).contains("\"price\":\"2\""),
                        json -> assertThat(json).contains("MSFT", "\"stale\":true"),
                        json -> assertThat(json).contains("\"price\":\"3\""));
    }

    @Test
    void aSnapshotLargerThanTheQueueComesAtTheReadersPace() {
        start(TestSettings.withQueue(20, 1 << 20));
        List<Notification> prices = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            prices.add(Sample.price("I" + i));
        }
        exchange.publish(prices);
        RecordingTransport wire = new RecordingTransport();
        open("alice", wire).subscribe(new Subscribe(Filter.EVERYTHING, true, -1, null), outcome -> "subscribed");

        await().until(() -> wire.deliveries().size() == 500);
        assertThat(wire.closedFor).isNull();
    }

    @Test
    void sentMeansTheConnectionHasAnsweredSince() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport wire = new RecordingTransport();
        Connection connection = subscribe(open("alice", wire), -1);
        commitFills(2);
        await().until(() -> wire.offsets().size() == 2);
        assertThat(ledger.writtenTo("alice")).containsExactly(1L, 2L);
        assertThat(ledger.sentTo("alice")).isEmpty();

        connection.answered();

        await().until(() -> ledger.sentTo("alice").equals(java.util.Set.of(1L, 2L)));
        assertThat(told).contains("SENT 1 alice", "SENT 2 alice");
    }

    @Test
    void aReaderIsPingedForWhatItHasNotConfirmed() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport wire = subscribed("alice");
        commitFills(1);

        await().until(() -> wire.pings.get() == 1);
    }

    @Test
    void acknowledgingIsCumulativeAndToldToTheUsersOtherConnections() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport phone = new RecordingTransport();
        Connection onPhone = subscribe(open("alice", phone), -1);
        RecordingTransport desk = subscribed("alice");
        commitFills(3);
        await().until(() -> phone.offsets().size() == 3 && desk.offsets().size() == 3);

        onPhone.acknowledge(2, outcome -> outcome.toString());

        await().until(() -> desk.statuses().contains(new Frame.Status.Acked(2)));
        assertThat(phone.statuses()).isEmpty();
        assertThat(told).contains("ACKED 0..2 alice", "SENT 1 alice");
        assertThat(exchange.acknowledge("alice", 9)).isEqualTo(new AcknowledgeOutcome.BeyondSent(3));
    }

    @Test
    void moreStalledReadersThanWritersDelayNoOther() {
        start(TestSettings.withSendTimeout(LONG));
        stalledReaders(20);
        RecordingTransport healthy = subscribed("alice");

        for (int i = 1; i <= 10; i++) {
            journal.commit(Sample.notice(), Sample.fill("alice"));
            int expected = 2 * i;
            await().until(() -> healthy.offsets().size() == expected);
        }
        assertThat(healthy.closedFor).isNull();
    }

    @Test
    void aReaderWhoHoldsAWriteTooLongIsClosedAsTooSlow() {
        start(TestSettings.withSendTimeout(Duration.ofMillis(300)));
        List<RecordingTransport> stalled = stalledReaders(5);

        journal.commit(Sample.notice());

        stalled.forEach(wire -> await().until(() -> wire.closedFor == CloseReason.TOO_SLOW));
    }

    private List<RecordingTransport> stalledReaders(int count) {
        List<RecordingTransport> stalled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stalled.add(subscribed("stalled" + i));
            stalled.get(i).stopReading();
        }
        return stalled;
    }

    @Test
    void whoLetsItsQueueRunFullIsClosedAsTooSlowAndLosesNothingDurable() {
        start(TestSettings.withQueue(50, 1 << 20));
        RecordingTransport wire = subscribed("alice");
        wire.stopReading();
        commitFills(100);
        await().until(() -> wire.closedFor == CloseReason.TOO_SLOW);

        RecordingTransport again = new RecordingTransport();
        subscribe(open("alice", again), 0);

        await().until(() -> again.offsets().size() == 100);
    }

    @Test
    void whoLooksOnSeesWhatWaitsForWhomAndSinceWhen() {
        start(TestSettings.withSendTimeout(LONG));
        RecordingTransport wire = new RecordingTransport();
        Connection alice = open("alice", wire);
        alice.describe(new Peer("premium", Peer.Via.WEBSOCKET, "203.0.113.7"));
        subscribe(alice, -1);
        await().until(() -> wire.replies().size() == 1);
        commitFills(3);
        await().until(() -> wire.deliveries().size() == 3);

        ReaderState keepsUp = exchange.list().open().get(0);
        assertThat(keepsUp.user()).isEqualTo("alice");
        assertThat(keepsUp.peer().tier()).isEqualTo("premium");
        assertThat(keepsUp.since()).isEqualTo(Sample.NOW);
        assertThat(keepsUp.subscriptions()).isEqualTo(1);
        await().untilAsserted(() -> {
            ReaderState now = exchange.list().open().get(0);
            assertThat(now.messages()).isEqualTo(3);
            assertThat(now.frames()).isGreaterThanOrEqualTo(2);
            assertThat(now.waiting()).isZero();
            assertThat(now.delay()).isZero();
        });

        wire.stopReading();
        await().untilAsserted(() -> {
            // the first ones may all be taken along by the write that hangs
            commitFills(1);
            ReaderState behind = exchange.list().open().get(0);
            assertThat(behind.waiting()).isPositive();
            assertThat(behind.waitingBytes()).isPositive();
            assertThat(behind.delay()).isGreaterThan(Duration.ofMillis(100));
        });
        assertThat(exchange.list().users()).isEqualTo(1);
    }

    @Test
    void whoWasClosedIsRememberedWithTheReasonAndWhatWaited() {
        start(TestSettings.withQueue(50, 1 << 20));
        RecordingTransport wire = subscribed("alice");
        wire.stopReading();
        commitFills(100);
        await().until(() -> exchange.connections() == 0);

        Readers.Listing listing = exchange.list();
        assertThat(listing.open()).isEmpty();
        assertThat(listing.users()).isZero();
        assertThat(listing.endings()).containsEntry(CloseReason.TOO_SLOW, 1L);
        ReaderState closed = listing.closed().get(0);
        assertThat(closed.reason()).isEqualTo(CloseReason.TOO_SLOW);
        assertThat(closed.closedAt()).isEqualTo(Sample.NOW);
        assertThat(closed.waiting()).isEqualTo(50);
    }

    @Test
    void writingFiveTimesInVainGivesUpAndGoesOnWithTheRest() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        journal.commit(Sample.fill("alice"));
        for (int i = 0; i < 5; i++) {
            RecordingTransport broken = new RecordingTransport();
            broken.breakDown();
            subscribe(open("alice", broken), 0);
            await().until(() -> broken.closedFor == CloseReason.GONE);
        }
        journal.commit(Sample.fill("alice"));
        RecordingTransport wire = new RecordingTransport();
        subscribe(open("alice", wire), 0);

        await().until(() -> wire.offsets().equals(List.of(2L)));
    }

    @Test
    void aUserHasOnlySoManyConnections() {
        start(DeliverySettings.defaults());
        for (int i = 0; i < DeliverySettings.defaults().connectionsPerUser(); i++) {
            open("alice", new RecordingTransport());
        }

        assertThat(exchange.open("alice", "k", new RecordingTransport()))
                .isEqualTo(new Admission.Refused(CloseReason.TOO_MANY_CONNECTIONS));
        assertThat(exchange.open("bob", "k", new RecordingTransport())).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aConnectionHasOnlySoManySubscriptions() {
        start(TestSettings.withQueue(100, 1 << 20));
        RecordingTransport wire = new RecordingTransport();
        Connection connection = open("alice", wire);
        for (int i = 0; i < 6; i++) {
            connection.subscribe(
                    new Subscribe(Filter.EVERYTHING, false, -1, null),
                    outcome -> outcome instanceof SubscribeOutcome.TooMany tooMany
                            ? "too many: " + tooMany.limit()
                            : "subscribed");
        }

        await().until(() -> wire.replies().size() == 6);
        assertThat(wire.replies().get(4)).isEqualTo("subscribed");
        assertThat(wire.replies().get(5)).isEqualTo("too many: 5");
    }

    @Test
    void aRevokedKeyEndsItsOpenConnections() {
        start(DeliverySettings.defaults());
        RecordingTransport wire = subscribed("alice");
        RecordingTransport other = subscribed("bob");

        exchange.revoke("key of alice");

        await().until(() -> wire.closedFor == CloseReason.REVOKED);
        assertThat(other.closedFor).isNull();
        await().until(() -> exchange.connections() == 1);
    }

    @Test
    void anExpiredTokenClosesItsConnectionAndNoOther() {
        start(DeliverySettings.defaults());
        RecordingTransport wire = new RecordingTransport();
        RecordingTransport keyed = subscribed("alice");
        open("alice", wire).renew("token of alice", now.plusSeconds(60));

        now = now.plusMillis(59_999);
        exchange.checkConnections();
        assertThat(wire.closedFor).isNull();

        now = now.plusMillis(1);
        await().until(() -> wire.closedFor == CloseReason.TOKEN_EXPIRED);
        assertThat(keyed.closedFor).isNull();
    }

    @Test
    void aConnectionThatIsRenewedInTimeGoesOnUntilItsNewEnd() {
        start(DeliverySettings.defaults());
        RecordingTransport wire = new RecordingTransport();
        Connection alice = open("alice", wire);
        alice.renew("first token", now.plusSeconds(60));
        alice.renew("second token", now.plusSeconds(120));

        now = now.plusSeconds(119);
        exchange.revoke("first token");
        exchange.checkConnections();
        assertThat(wire.closedFor).isNull();

        exchange.revoke("second token");
        await().until(() -> wire.closedFor == CloseReason.REVOKED);
    }

    @Test
    void shuttingDownTellsFlushesAndCloses() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport wire = subscribed("alice");
        RecordingTransport stuck = subscribed("bob");
        stuck.stopReading();
        journal.commit(Sample.acceptance("alice"));

        exchange.shutdown(Duration.ofSeconds(2));

        assertThat(wire.offsets()).containsExactly(1L);
        assertThat(wire.frames.get(wire.frames.size() - 1)).isInstanceOf(Frame.Status.Shutdown.class);
        assertThat(wire.closedFor).isEqualTo(CloseReason.SHUTTING_DOWN);
        assertThat(stuck.closedFor).isEqualTo(CloseReason.SHUTTING_DOWN);
        assertThat(exchange.open("alice", "k", new RecordingTransport()))
                .isEqualTo(new Admission.Refused(CloseReason.SHUTTING_DOWN));
    }

    @Test
    void twoPingsUnansweredEndTheConnection() {
        start(TestSettings.withHeartbeat(Duration.ofMillis(300)));
        RecordingTransport silent = subscribed("alice");
        RecordingTransport answering = new RecordingTransport();
        Connection connection = open("bob", answering);

        await().until(() -> {
            connection.answered();
            return silent.closedFor == CloseReason.UNANSWERED;
        });
        assertThat(answering.closedFor).isNull();
        assertThat(silent.frames).anyMatch(Frame.Heartbeat.class::isInstance);
    }

    private Connection open(String user, RecordingTransport wire) {
        return ((Admission.Admitted) exchange.open(user, "key of " + user, wire)).connection();
    }

    private Connection subscribe(Connection connection, long resumeAfter) {
        connection.subscribe(new Subscribe(Filter.EVERYTHING, false, resumeAfter, null), outcome -> "subscribed");
        return connection;
    }

    /** Subscribed to everything, live. */
    private RecordingTransport subscribed(String user) {
        RecordingTransport wire = new RecordingTransport();
        subscribe(open(user, wire), -1);
        await().until(() -> wire.replies().size() == 1);
        return wire;
    }

    private void exchangeClosed(RecordingTransport wire) {
        exchange.revoke("key of alice");
        await().until(() -> wire.closedFor != null && exchange.connections() == 0);
    }

    private void commitFills(int count) {
        for (int i = 0; i < count; i++) {
            journal.commit(Sample.of(NotificationType.ORDER_ACCEPTED, "AAPL", null, List.of("alice")));
        }
    }
}
