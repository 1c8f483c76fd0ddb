package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DeliveryListener;
import io.marketbell.delivery.DeliveryListener.ClientMessage;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ClientMessagesTest extends DeliveryHubFixture {
    @Test
    void eachMessageOfAClientIsReportedByItsKind() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        List<ClientMessage> received = new CopyOnWriteArrayList<>();
        hub.onDelivery(new DeliveryListener() {
            @Override
            public void received(ClientMessage message) {
                received.add(message);
            }
        });

        Connection connection = subscribe(open("alice", new RecordingTransport()), -1);
        connection.unsubscribe("unknown", left -> "none");
        connection.subscriptions(all -> "all");
        connection.acknowledge(0, outcome -> "acknowledged");
        connection.reply("pong");

        assertThat(received).containsExactly(ClientMessage.values());
    }
}
