package io.marketbell.metrics.meter;

import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Transport;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Count;
import io.marketbell.metrics.MetricsService.Tagged;
import io.marketbell.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Counts the messages that clients send. */
public final class MeteredDeliveryHub implements DeliveryHub {
    private final DeliveryHub hub;
    private final Count subscribes;
    private final Count unsubscribes;
    private final Count lists;
    private final Count acknowledgements;
    private final Count others;

    public MeteredDeliveryHub(DeliveryHub hub, MetricsService metrics) {
        this.hub = hub;
        Tagged<? extends Count> messages = metrics.counts(Metric.WS_MESSAGES);
        subscribes = messages.of("in", "subscribe");
        unsubscribes = messages.of("in", "unsubscribe");
        lists = messages.of("in", "subscriptions");
        acknowledgements = messages.of("in", "ack");
        // messages answered without the delivery hub: auth, ping, and invalid messages
        others = messages.of("in", "other");
    }

    @Override
    public Admission open(String user, String credential, Transport transport) {
        Admission admission = hub.open(user, credential, transport);
        return admission instanceof Admission.Admitted admitted
                ? new Admission.Admitted(new Metered(admitted.connection()), admitted.position())
                : admission;
    }

    @Override
    public void publish(List<Notification> notifications) {
        hub.publish(notifications);
    }

    @Override
    public Connection.AcknowledgeOutcome acknowledge(String user, long offset) {
        return hub.acknowledge(user, offset);
    }

    @Override
    public void revoke(Set<String> credentials) {
        hub.revoke(credentials);
    }

    @Override
    public void shutdown(Duration atMost) {
        hub.shutdown(atMost);
    }

    @Override
    public int connections() {
        return hub.connections();
    }

    private final class Metered implements Connection {
        private final Connection connection;

        Metered(Connection connection) {
            this.connection = connection;
        }

        @Override
        public String id() {
            return connection.id();
        }

        @Override
        public String user() {
            return connection.user();
        }

        @Override
        public String credential() {
            return connection.credential();
        }

        @Override
        public void answered() {
            connection.answered();
        }

        @Override
        public void subscribe(Subscribe request, Function<SubscribeOutcome, String> reply) {
            subscribes.increment();
            connection.subscribe(request, reply);
        }

        @Override
        public void unsubscribe(String subscription, Function<List<ActiveSubscription>, String> reply) {
            unsubscribes.increment();
            connection.unsubscribe(subscription, reply);
        }

        @Override
        public void subscriptions(Function<List<ActiveSubscription>, String> reply) {
            lists.increment();
            connection.subscriptions(reply);
        }

        @Override
        public void acknowledge(long offset, Function<AcknowledgeOutcome, String> reply) {
            acknowledgements.increment();
            connection.acknowledge(offset, reply);
        }

        @Override
        public void reply(String text) {
            others.increment();
            connection.reply(text);
        }

        @Override
        public void renew(String credential, Instant expiresAt) {
            connection.renew(credential, expiresAt);
        }

        @Override
        public void describe(ClientInfo client) {
            connection.describe(client);
        }

        @Override
        public void close(DisconnectReason reason) {
            connection.close(reason);
        }

        @Override
        public void gone() {
            connection.gone();
        }
    }
}
