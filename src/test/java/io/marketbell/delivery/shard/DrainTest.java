package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A node that stops: its readiness check fails first, then clients are asked to reconnect, then they are closed. */
class DrainTest extends DeliveryHubFixture {
    @Test
    void clientsAreServedUntilLoadBalancersHaveNoticed() {
        start(DeliverySettings.defaults());
        RecordingTransport early = new RecordingTransport();
        open("alice", early);

        CompletableFuture<Void> drain = CompletableFuture.runAsync(() -> hub.drain(LONG));
        await().until(hub::isShuttingDown);

        assertThat(hub.open("bob", "k", new RecordingTransport())).isInstanceOf(Admission.Admitted.class);
        assertThat(early.closedFor).isNull();
        assertThat(drain).isNotDone();
        hub.close();
        await().until(drain::isDone);
    }

    @Test
    void afterwardsNewConnectionsAreRefusedAndClientsReconnectAtDifferentTimes() {
        start(DeliverySettings.defaults());
        List<RecordingTransport> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(new RecordingTransport());
            open("user" + i, clients.get(i));
        }

        hub.drain(Duration.ZERO);
        hub.shutdown(Duration.ofSeconds(10));

        assertThat(hub.isShuttingDown()).isTrue();
        assertThat(hub.open("bob", "k", new RecordingTransport()))
                .isEqualTo(new Admission.Refused(DisconnectReason.SHUTTING_DOWN));
        assertThat(clients).allMatch(each -> each.closedFor == DisconnectReason.SHUTTING_DOWN);
        List<Long> delays = clients.stream()
                .flatMap(each -> each.frames.stream())
                .filter(Frame.Status.Shutdown.class::isInstance)
                .map(frame -> ((Frame.Status.Shutdown) frame).reconnectAfterMillis())
                .toList();
        assertThat(delays).hasSize(50).allMatch(delay -> delay >= 500 && delay < 3_500);
        assertThat(delays.stream().distinct().count()).isGreaterThan(30);
    }
}
