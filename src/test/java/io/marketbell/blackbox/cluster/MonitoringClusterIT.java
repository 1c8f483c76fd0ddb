package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketbell.operations.OperatorsQueries;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Monitoring of three nodes. */
@ProductServer
class MonitoringClusterIT {
    /** Two snapshots and the exchange of reports, on a busy machine. */
    private static final Duration REPORTED = Duration.ofSeconds(40);

    private final Cluster cluster = Cluster.ofThree();

    @AfterEach
    void heal() {
        cluster.heal();
    }

    private static JsonObject read(Node node, String read) {
        return node.rest(MarketbellServer.OPERATOR)
                .get("/api/v1/monitoring/" + read)
                .expect(200)
                .json();
    }

    private static String state(Node asked, Node of) {
        return read(asked, "nodes").getJsonObject("data").getJsonArray("nodes").getValuesAs(JsonObject.class).stream()
                .filter(node -> node.getString("name").equals(of.name()))
                .map(node -> node.getString("state"))
                .findFirst()
                .orElse("unknown");
    }

    private static List<String> names(JsonObject body, String member) {
        return body.getJsonArray(member).getValuesAs(JsonString::getString);
    }

    @Test
    void everyNodeListsAllNodesAndMergesTheirFigures() {
        User user = cluster.newUser();
        try (MarketbellClient atA = MarketbellClient.connect(cluster.node(1).base(), user.apiKey());
                MarketbellClient atB = MarketbellClient.connect(cluster.node(2).base(), user.apiKey())) {
            List.of(atA, atB).forEach(client -> client.authenticateWithKey(user.apiKey()));
            for (Node asked : cluster.nodes()) {
                await().atMost(REPORTED).untilAsserted(() -> {
                    JsonObject summary = read(asked, "summary?scope=cluster");
                    assertThat(names(summary, "nodes")).containsExactly("n1", "n2", "n3");
                    assertThat(summary.getJsonObject("data").getInt("connections"))
                            .isGreaterThanOrEqualTo(2);
                });
                assertThat(cluster.nodes()).allMatch(node -> state(asked, node).equals("running"));
            }
        }
    }

    @Test
    void rulesAndDashboardUseOnlyExposedMetricsOfRedis() {
        assumeTrue(cluster.hasRedis(), "the nodes do not use Redis");
        Set<String> asked = OperatorsQueries.metricsToBeSeen();
        asked.removeIf(name -> !OperatorsQueries.needsRedis(name));
        String shown =
                cluster.node(1).rest(MarketbellServer.ADMIN).get("/metrics").body();

        assertThat(asked).isNotEmpty().allSatisfy(name -> assertThat(shown).containsPattern("\n" + name + "\\{"));
    }

    @Test
    void aKilledNodeIsDeadAndMissing() {
        Node asked = cluster.node(1);
        Node killed = cluster.node(3);
        await().atMost(REPORTED).until(() -> state(asked, killed).equals("running"));

        killed.kill();

        await().atMost(REPORTED).untilAsserted(() -> {
            assertThat(state(asked, killed)).isEqualTo("dead");
            assertThat(names(read(asked, "summary?scope=cluster"), "missing")).contains("n3");
        });
    }
}
