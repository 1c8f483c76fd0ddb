package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.ProductServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user has 20 connections on all nodes together. */
@ProductServer
class PresenceClusterIT {
    private static final int MOST = 20;
    private static final int TOO_MANY = 4104;
    private static final int FLUSHES = 100;
    /** A close that is due comes within this time. */
    private static final Duration REFUSED = Duration.ofSeconds(1);
    /** A node without a beat for two seconds does not count. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(4);

    private final Cluster cluster = Cluster.withRedis(Cluster::ofThree);
    private final User user = cluster.newUser();
    private final List<MarketbellClient> clients = new ArrayList<>();

    @AfterEach
    void heal() {
        clients.forEach(MarketbellClient::abort);
        cluster.heal();
    }

    private MarketbellClient connect(int number) {
        MarketbellClient client =
                MarketbellClient.connect(cluster.nodes().get(number % 3).base(), user.apiKey());
        clients.add(client);
        return client;
    }

    /** A connection that stays open answers; one too many is closed first. */
    private static boolean isAdmitted(MarketbellClient client) {
        try {
            return client.subscribe(Subscription.everything()).success();
        } catch (AssertionError | java.util.concurrent.CompletionException e) {
            assertThat(client.received().awaitClose(REFUSED).code()).isEqualTo(TOO_MANY);
            return false;
        }
    }

    private void open20() {
        for (int i = 0; i < MOST; i++) {
            assertThat(isAdmitted(connect(i))).as("connection " + (i + 1)).isTrue();
        }
    }

    private void oneMoreIsRefusedAtEveryNode() {
        for (int i = 0; i < 3; i++) {
            assertThat(connect(i).received().awaitClose(REFUSED).code()).isEqualTo(TOO_MANY);
        }
    }

    @Test
    void theLimitHoldsOverAllNodes() {
        open20();
        oneMoreIsRefusedAtEveryNode();

        clients.get(0).leave();

        await().atMost(REFUSED).until(() -> isAdmitted(connect(1)));
    }

    @Test
    void aUserWhoseNodeIsKilledHas20ConnectionsBack() {
        for (int i = 0; i < MOST; i++) {
            assertThat(isAdmitted(connect(0))).isTrue();
        }
        assertThat(connect(1).received().awaitClose(REFUSED).code()).isEqualTo(TOO_MANY);
        cluster.node(1).kill();

        await().atMost(FORGOTTEN).until(() -> isAdmitted(connect(1)));
        for (int i = 1; i < MOST; i++) {
            assertThat(isAdmitted(connect(1 + i % 2)))
                    .as("connection " + (i + 1))
                    .isTrue();
        }
        assertThat(connect(2).received().awaitClose(REFUSED).code()).isEqualTo(TOO_MANY);
    }

    @Test
    void lossesOfRedisLeaveNoCountBehind() {
        open20();
        for (int i = 0; i < FLUSHES; i++) {
            cluster.redis().flush();
            if (i % 10 == 0) {
                clients.remove(0).abort();
                await().atMost(FORGOTTEN).until(() -> isAdmitted(connect(1)));
            }
        }
        cluster.redis().kill();
        cluster.redis().heal();
        await().atMost(FORGOTTEN).untilAsserted(this::oneMoreIsRefusedAtEveryNode);
        clients.forEach(MarketbellClient::abort);
        clients.clear();

        await().atMost(FORGOTTEN).untilAsserted(() -> {
            clients.forEach(MarketbellClient::abort);
            clients.clear();
            open20();
        });
        oneMoreIsRefusedAtEveryNode();
    }
}
