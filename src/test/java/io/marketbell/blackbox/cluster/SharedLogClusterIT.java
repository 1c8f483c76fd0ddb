package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.blackbox.cluster.Fills.Published;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Received;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Three healthy nodes share one log: publications, positions of clients and acknowledgements are those of all nodes. */
@HealthyNodes
class SharedLogClusterIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int PUBLICATIONS = 50;
    private static final int RESUMES = 30;

    private final Cluster cluster = Cluster.ofThree();
    private final Node a = cluster.node(1);
    private final Node b = cluster.node(2);
    private final Node c = cluster.node(3);
    private final User user = cluster.newUser();

    private MarketbellClient connect(Node node) {
        return MarketbellClient.connect(node.base(), user.apiKey());
    }

    private static String epoch(MarketbellClient client, User user) {
        return client.authenticateWithKey(user.apiKey()).result().getString("epoch");
    }

    private static List<Long> offsets(MarketbellClient client) {
        return client.received().notifications("ORDER_FILLED").stream()
                .map(each -> each.getJsonNumber("offset").longValue())
                .toList();
    }

    @Test
    void aPublicationAtOneNodeReachesClientsAtEveryNodeInOrder() throws InterruptedException {
        BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
        Map<String, String> key = Map.of(RestClient.API_KEY, user.apiKey());
        try (MarketbellClient atA = connect(a);
                MarketbellClient atC = connect(c);
                MarketbellClient atB = MarketbellClient.connect(b.base(), key, SOON, message -> {
                    if (message instanceof Received.Data) {
                        arrivals.add(System.nanoTime());
                    }
                })) {
            List.of(atA, atB, atC).forEach(client -> client.subscribe(Subscription.everything()));
            List<Long> published = new ArrayList<>();
            List<Long> micros = new ArrayList<>();
            for (int i = 0; i < PUBLICATIONS; i++) {
                published.add(Fills.publish(a, user).offset());
                long answered = System.nanoTime();
                Long arrived = arrivals.poll(SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(arrived).as("arrival of " + published.get(i)).isNotNull();
                micros.add((arrived - answered) / 1_000);
            }

            for (MarketbellClient client : List.of(atA, atB, atC)) {
                client.received().awaitNotifications("ORDER_FILLED", PUBLICATIONS);
                assertThat(offsets(client)).isEqualTo(published);
                assertThat(client.received().events("gap")).isEmpty();
            }
            micros.sort(null);
            System.getLogger(getClass().getName())
                    .log(
                            System.Logger.Level.INFO,
                            "from 202 at one node to a client at another, in ms: p50 {0}, p95 {1}, max {2}",
                            micros.get(PUBLICATIONS / 2) / 1_000.0,
                            micros.get(PUBLICATIONS * 95 / 100) / 1_000.0,
                            micros.get(PUBLICATIONS - 1) / 1_000.0);
        }
    }

    @Test
    void aClientResumesAtAnotherNodeDirectlyAfterACommit() {
        String epoch;
        try (MarketbellClient first = connect(a)) {
            epoch = epoch(first, user);
        }
        long position = Fills.publish(a, user).offset();
        for (int i = 0; i < RESUMES; i++) {
            Node there = i % 2 == 0 ? b : c;
            try (MarketbellClient early = connect(there);
                    MarketbellClient late = connect(there)) {
                long missed = Fills.publish(a, user).offset();
                early.subscribe(Subscription.everything().resumingAfter(position, epoch));
                late.subscribe(Subscription.everything().resumingAfter(missed, epoch));

                early.received().awaitNotifications("ORDER_FILLED", 1);
                early.received().awaitEvent("resumed");
                late.received().awaitEvent("resumed");
                assertThat(offsets(early)).containsExactly(missed);
                assertThat(offsets(late)).isEmpty();
                assertThat(early.received().events("gap")).isEmpty();
                assertThat(late.received().events("gap")).isEmpty();
                position = missed;
            }
        }
    }

    @Test
    void anAcknowledgementAtAnotherNodeThanTheSendersCountsAtAll() {
        try (MarketbellClient atA = connect(a);
                MarketbellClient atB = connect(b)) {
            atA.subscribe(Subscription.everything());
            for (int i = 0; i < 10; i++) {
                Published fill = Fills.publish(a, user);
                atA.received().awaitNotifications("ORDER_FILLED", i + 1);

                atB.ack(fill.offset()).result();

                await().atMost(SOON).untilAsserted(() -> {
                    for (Node node : cluster.nodes()) {
                        assertThat(Fills.state(node, fill)).as(node.name()).isEqualTo("ACKED");
                    }
                });
                try (MarketbellClient atC = connect(c)) {
                    await().atMost(SOON)
                            .untilAsserted(() -> assertThat(atC.authenticateWithKey(user.apiKey())
                                            .result()
                                            .getJsonNumber("acked")
                                            .longValue())
                                    .isEqualTo(fill.offset()));
                }
            }
        }
    }

    @Test
    void aRepetitionAtAnotherNodeIsMarked() {
        String epoch;
        try (MarketbellClient atA = connect(a)) {
            epoch = epoch(atA, user);
            atA.subscribe(Subscription.everything());
            for (int i = 1; i <= 20; i++) {
                long received = Fills.publish(b, user).offset();
                atA.received().awaitNotifications("ORDER_FILLED", i);
                try (MarketbellClient atC = connect(c)) {
                    atC.subscribe(Subscription.everything().resumingAfter(received - 1, epoch));
                    assertThat(atC.received()
                                    .awaitNotifications("ORDER_FILLED", 1)
                                    .get(0)
                                    .getBoolean("redelivered"))
                            .as("repetition of " + received)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aRetryAtAnotherNodeIsADuplicate() {
        var fill = Fills.to(user).add("key", user.name() + "-once").build();

        Published first = Fills.publish(a, fill);

        assertThat(Fills.publish(b, fill)).isEqualTo(first);
        assertThat(Fills.publish(c, fill)).isEqualTo(first);
    }
}
