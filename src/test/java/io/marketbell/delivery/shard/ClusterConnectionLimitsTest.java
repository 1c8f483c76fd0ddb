package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Presence;
import io.marketbell.cluster.local.MemoryPresence;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The limit of a user's connections over several nodes: this one and another. */
class ClusterConnectionLimitsTest extends DeliveryHubFixture {
    private static final int LIMIT = DeliverySettings.defaults().connectionsPerUser();

    private final MemoryPresence nodes = new MemoryPresence();
    private final Presence other = nodes.at("other");

    private void begin() {
        presence = nodes.at("this");
        start(DeliverySettings.defaults());
    }

    private void connectElsewhere(int connections) {
        for (int i = 0; i < connections; i++) {
            assertThat(other.enter("alice", LIMIT)).isTrue();
        }
    }

    private Admission openAnother() {
        return hub.open("alice", "key of alice", new RecordingTransport());
    }

    private static final Admission REFUSED = new Admission.Refused(DisconnectReason.TOO_MANY_CONNECTIONS);

    @Test
    void connectionsAtOtherNodesCount() {
        begin();
        connectElsewhere(LIMIT - 1);

        open("alice", new RecordingTransport());
        assertThat(openAnother()).isEqualTo(REFUSED);

        other.leave("alice");
        assertThat(openAnother()).isInstanceOf(Admission.Admitted.class);
        assertThat(other.elsewhere("alice")).isEqualTo(2);
    }

    @Test
    void aConnectionRefusedByTheClusterDoesNotCountAtThisNode() {
        begin();
        connectElsewhere(LIMIT);
        for (int i = 0; i < LIMIT; i++) {
            assertThat(openAnother()).isEqualTo(REFUSED);
        }
        nodes.end("other");

        assertThat(openAnother()).isInstanceOf(Admission.Admitted.class);
        assertThat(hub.list().users()).isEqualTo(1);
    }

    @Test
    void everyWayToCloseEndsTheCountOnce() {
        begin();
        open("alice", new RecordingTransport());
        open("alice", new RecordingTransport());
        Connection closed = open("alice", new RecordingTransport());
        Connection lost = open("alice", new RecordingTransport());
        open("bob", new RecordingTransport());
        assertThat(other.elsewhere("alice")).isEqualTo(4);

        closed.close(DisconnectReason.TOO_SLOW);
        closed.disconnected();
        await().until(() -> other.elsewhere("alice") == 3);
        lost.disconnected();
        lost.close(DisconnectReason.GONE);
        await().until(() -> other.elsewhere("alice") == 2);
        hub.revoke(Set.of("key of bob"));
        await().until(() -> other.elsewhere("bob") == 0);
        hub.shutdown(Duration.ofSeconds(2));
        assertThat(other.elsewhere("alice")).isZero();
    }

    @Test
    void aConnectionThatCannotBeOpenedDoesNotCount() {
        begin();

        assertThatThrownBy(() -> hub.open("alice", null, null)).isInstanceOf(RuntimeException.class);

        assertThat(other.elsewhere("alice")).isZero();
        assertThat(hub.list().users()).isZero();
    }
}
