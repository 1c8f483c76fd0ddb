package io.marketbell.metrics;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Exchange;
import io.marketbell.delivery.Peer;
import io.marketbell.delivery.Subscription;
import io.marketbell.delivery.Transport;
import io.marketbell.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Counts the messages that clients send. */
public final class MeteredExchange implements Exchange {
    private final Exchange exchange;
    private final Count subscribes;
    private final Count unsubscribes;
    private final Count lists;
    private final Count acknowledgements;
    private final Count others;

    public MeteredExchange(Exchange exchange, MetricsService metrics) {
        this.exchange = exchange;
        Tagged<? extends Count> messages = metrics.counts(Metric.WS_MESSAGES);
        subscribes = messages.of("in", "subscribe");
        unsubscribes = messages.of("in", "unsubscribe");
        lists = messages.of("in", "subscriptions");
        acknowledgements = messages.of("in", "ack");
        // messages answered without the exchange: auth, ping, and invalid messages
        others = messages.of("in", "other");
    }

    @Override
    public Admission open(String user, String credential, Transport transport) {
        Admission admission = exchange.open(user, credential, transport);
        return admission instanceof Admission.Admitted admitted
                ? new Admission.Admitted(new Metered(admitted.connection()), admitted.position())
                : admission;
    }

    @Override
    public void publish(List<Notification> notifications) {
        exchange.publish(notifications);
    }

    @Override
    public Connection.AcknowledgeOutcome acknowledge(String user, long offset) {
        return exchange.acknowledge(user, offset);
    }

    @Override
    public void revoke(Set<String> credentials) {
        exchange.revoke(credentials);
    }

    @Override
    public void shutdown(Duration atMost) {
        exchange.shutdown(atMost);
    }

    @Override
    public int connections() {
        return exchange.connections();
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
        public void unsubscribe(String subscription, Function<List<Subscription>, String> reply) {
            unsubscribes.increment();
            connection.unsubscribe(subscription, reply);
        }

        @Override
        public void subscriptions(Function<List<Subscription>, String> reply) {
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
        public void describe(Peer peer) {
            connection.describe(peer);
        }

        @Override
        public void close(CloseReason reason) {
            connection.close(reason);
        }

        @Override
        public void gone() {
            connection.gone();
        }
    }
}
