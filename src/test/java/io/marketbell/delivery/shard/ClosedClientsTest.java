package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.DisconnectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClosedClientsTest {
    private static ClientState closed(int number) {
        return new ClientState(
                "c" + number,
                "alice",
                ClientInfo.UNKNOWN,
                Instant.EPOCH,
                0,
                0,
                Duration.ZERO,
                0,
                0,
                0,
                Instant.EPOCH,
                DisconnectReason.GONE);
    }

    @Test
    void theOldestAreEvictedAndTheNewestAreListedFirst() {
        ClosedClients clients = new ClosedClients();
        for (int i = 0; i < ClosedClients.KEPT + 10; i++) {
            clients.add(closed(i));
        }

        assertThat(clients.newestFirst()).hasSize(ClosedClients.KEPT);
        assertThat(clients.newestFirst().get(0).id()).isEqualTo("c" + (ClosedClients.KEPT + 9));
        assertThat(clients.newestFirst().get(ClosedClients.KEPT - 1).id()).isEqualTo("c10");
        assertThat(clients.counts()).isEqualTo(Map.of(DisconnectReason.GONE, ClosedClients.KEPT + 10L));
    }
}
