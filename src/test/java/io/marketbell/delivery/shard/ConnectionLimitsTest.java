package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.Connection.SubscribeOutcome;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits on the number of connections, and the ways connections end. */
class ConnectionLimitsTest extends DeliveryHubFixture {
    @Test
    void connectionsOfAUserAreLimited() {
        start(DeliverySettings.defaults());
        for (int i = 0; i < DeliverySettings.defaults().connectionsPerUser(); i++) {
            open("alice", new RecordingTransport());
        }

        assertThat(hub.open("alice", "k", new RecordingTransport()))
                .isEqualTo(new Admission.Refused(DisconnectReason.TOO_MANY_CONNECTIONS));
        assertThat(hub.open("bob", "k", new RecordingTransport())).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void subscriptionsOfAConnectionAreLimited() {
        start(TestSettings.withQueue(100, 1 << 20));
        RecordingTransport transport = new RecordingTransport();
        Connection connection = open("alice", transport);
        for (int i = 0; i < 6; i++) {
            connection.subscribe(
                    new Subscribe(SubscriptionFilter.EVERYTHING, false, -1, null),
                    outcome -> outcome instanceof SubscribeOutcome.TooMany tooMany
                            ? "too many: " + tooMany.limit()
                            : "subscribed");
        }

        await().until(() -> transport.replies().size() == 6);
        assertThat(transport.replies().get(4)).isEqualTo("subscribed");
        assertThat(transport.replies().get(5)).isEqualTo("too many: 5");
    }

    @Test
    void namesOfAConnectionAreLimitedAndARefusedSubscriptionChangesNothing() {
        start(TestSettings.withQueue(100, 1 << 20)); // 20 names
        RecordingTransport transport = new RecordingTransport();
        Connection connection = open("alice", transport);

        subscribeTo(connection, 12);
        subscribeTo(connection, 9);
        subscribeTo(connection, 8);

        await().until(() -> transport.replies().size() == 3);
        assertThat(transport.replies()).containsExactly("s1 of 1", "at most 20 names", "s2 of 2");
        assertThat(hub.figures().names()).isEqualTo(20);
    }

    @Test
    void namesAreReleasedByUnsubscribingAndByClosing() {
        start(TestSettings.withQueue(100, 1 << 20));
        RecordingTransport transport = new RecordingTransport();
        Connection connection = open("alice", transport);
        subscribeTo(connection, 12);
        subscribeTo(connection, 8);

        connection.unsubscribe("s1", left -> "left " + left.size());
        connection.unsubscribe("s1", left -> left == null ? "unknown" : "left");
        await().until(() -> transport.replies().size() == 4);
        assertThat(transport.replies().subList(2, 4)).containsExactly("left 1", "unknown");
        assertThat(hub.figures().names()).isEqualTo(8);

        connection.close(DisconnectReason.GONE);
        await().until(() -> hub.figures().names() == 0);
    }

    @Test
    void aReplyIsEncodedByTheWriterAndNotOnTheShard() {
        start(TestSettings.withQueue(100, 1 << 20));
        RecordingTransport transport = subscribed("alice");
        transport.stopReading();
        Connection other = open("alice", transport);
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            other.subscribe(new Subscribe(names(1), false, -1, null), outcome -> "reply " + made.incrementAndGet());
        }

        await().until(() -> hub.figures().names() == 4);
        assertThat(made.get()).isLessThanOrEqualTo(1); // the one whose write hangs
    }

    @Test
    void aSubscriptionTakesEffectAtThePositionOfItsReply() {
        start(TestSettings.withBatchDelay(Duration.ZERO));
        RecordingTransport transport = new RecordingTransport();
        Connection connection = open("alice", transport);

        commitFills(1);
        subscribe(connection, -1);
        connection.subscriptions(all -> "listed " + all.size());
        await().until(() -> transport.replies().size() == 2);
        commitFills(1);

        await().until(() -> !transport.offsets().isEmpty());
        assertThat(transport.offsets()).containsExactly(2L);
        assertThat(transport.frames.get(0)).isEqualTo(new Frame.Reply("subscribed"));
        assertThat(transport.frames.get(1)).isEqualTo(new Frame.Reply("listed 1"));
    }

    private static void subscribeTo(Connection connection, int names) {
        connection.subscribe(new Subscribe(names(names), false, -1, null), outcome -> {
            if (outcome instanceof SubscribeOutcome.TooManyNames tooMany) {
                return "at most " + tooMany.limit() + " names";
            }
            SubscribeOutcome.Subscribed done = (SubscribeOutcome.Subscribed) outcome;
            return done.subscription() + " of " + done.all().size();
        });
    }

    private static SubscriptionFilter names(int count) {
        Set<String> brokers = Set.of("ib");
        Set<String> instruments =
                IntStream.range(1, count).mapToObj(i -> "I" + i).collect(Collectors.toSet());
        return new SubscriptionFilter(Set.of(), instruments, brokers, Priority.LOW);
    }

    @Test
    void aRevokedKeyClosesItsOpenConnections() {
        start(DeliverySettings.defaults());
        RecordingTransport transport = subscribed("alice");
        RecordingTransport other = subscribed("bob");

        hub.revoke(Set.of("key of alice"));

        await().until(() -> transport.closedFor == DisconnectReason.REVOKED);
        assertThat(other.closedFor).isNull();
        await().until(() -> hub.connections() == 1);
    }

    @Test
    void anExpiredTokenClosesItsConnectionAndNoOther() {
        start(DeliverySettings.defaults());
        RecordingTransport transport = new RecordingTransport();
        RecordingTransport keyed = subscribed("alice");
        open("alice", transport).renew("token of alice", now.plusSeconds(60));

        now = now.plusMillis(59_999);
        checkConnections();
        assertThat(transport.closedFor).isNull();

        now = now.plusMillis(1);
        await().until(() -> transport.closedFor == DisconnectReason.TOKEN_EXPIRED);
        assertThat(keyed.closedFor).isNull();
    }

    @Test
    void aRenewedConnectionStaysOpenUntilItsNewExpiry() {
        start(DeliverySettings.defaults());
        RecordingTransport transport = new RecordingTransport();
        Connection alice = open("alice", transport);
        alice.renew("first token", now.plusSeconds(60));
        alice.renew("second token", now.plusSeconds(120));

        now = now.plusSeconds(119);
        hub.revoke(Set.of("first token"));
        checkConnections();
        assertThat(transport.closedFor).isNull();

        hub.revoke(Set.of("second token"));
        await().until(() -> transport.closedFor == DisconnectReason.REVOKED);
    }

    @Test
    void shuttingDownNotifiesFlushesAndCloses() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport transport = subscribed("alice");
        RecordingTransport stuck = subscribed("bob");
        stuck.stopReading();
        journal.commit(Sample.acceptance("alice"));

        hub.shutdown(Duration.ofSeconds(2));

        assertThat(transport.offsets()).containsExactly(1L);
        assertThat(transport.frames.get(transport.frames.size() - 1)).isInstanceOf(Frame.Status.Shutdown.class);
        assertThat(transport.closedFor).isEqualTo(DisconnectReason.SHUTTING_DOWN);
        assertThat(stuck.closedFor).isEqualTo(DisconnectReason.SHUTTING_DOWN);
        assertThat(hub.open("alice", "k", new RecordingTransport()))
                .isEqualTo(new Admission.Refused(DisconnectReason.SHUTTING_DOWN));
    }

    @Test
    void aLeavingNodeAsksItsClientsToReconnectAndRefusesOthersUntilItReturns() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport transport = subscribed("alice");
        journal.commit(Sample.acceptance("alice"));

        hub.disconnectClients();

        await().until(() -> transport.closedFor == DisconnectReason.SHUTTING_DOWN);
        assertThat(transport.offsets()).containsExactly(1L);
        assertThat(transport.frames.get(transport.frames.size() - 1)).isInstanceOf(Frame.Status.Shutdown.class);
        assertThat(hub.open("alice", "k", new RecordingTransport()))
                .isEqualTo(new Admission.Refused(DisconnectReason.SHUTTING_DOWN));
        assertThat(hub.isShuttingDown()).isFalse();

        hub.acceptClients();
        RecordingTransport again = subscribed("alice");
        journal.commit(Sample.acceptance("alice"));
        journal.commit(Sample.acceptance("alice"));
        hub.shutdown(Duration.ofSeconds(2));
        assertThat(again.offsets()).containsExactly(2L, 3L);
    }

    @Test
    void twoUnansweredPingsCloseTheConnection() {
        start(TestSettings.withHeartbeat(Duration.ofSeconds(1)));
        RecordingTransport silent = subscribed("alice");
        RecordingTransport answering = new RecordingTransport();
        Connection connection = open("bob", answering);

        await().until(() -> {
            connection.answered();
            return silent.closedFor == DisconnectReason.UNANSWERED;
        });
        assertThat(answering.closedFor).isNull();
        assertThat(silent.frames).anyMatch(Frame.Heartbeat.class::isInstance);
    }
}
