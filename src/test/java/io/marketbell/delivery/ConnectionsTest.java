package io.marketbell.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.Connection.SubscribeOutcome;
import io.marketbell.delivery.Exchange.Admission;
import io.marketbell.notification.Sample;
import io.marketbell.routing.Filter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many connections there may be, and how they end. */
class ConnectionsTest extends ExchangeFixture {
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
}
