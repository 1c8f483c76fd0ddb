package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Three nodes get another release one after the other, under load, and then the previous one again. No client misses
 * anything or waits long.
 */
@OtherCluster
class RollingUpgradeClusterIT {
    private static final Duration FOREVER = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long LONGEST_MS = 5_000;
    private static final int SOME = 50;

    private static final Path BUILT = Path.of("target/marketbell.war");

    @Test
    void toTheNextReleaseAndBack() throws Exception {
        Path next = NextRelease.of(BUILT, Path.of(System.getProperty("marketbell.it.directory"), "next-release"));
        upgradeAndRollBack("next", BUILT, next);
    }

    /** With the WAR of an older release: {@code -Dmarketbell.it.older.war=FILE}. */
    @Test
    @EnabledIfSystemProperty(named = "marketbell.it.older.war", matches = ".+")
    void fromAnOlderReleaseAndBack() throws Exception {
        upgradeAndRollBack("older", Path.of(System.getProperty("marketbell.it.older.war")), BUILT);
    }

    private static void upgradeAndRollBack(String name, Path from, Path to) throws InterruptedException {
        try (Cluster cluster = Cluster.ofThree(from);
                Traffic traffic = new Traffic("upgrade-" + name, cluster, 3, FOREVER, 1)) {
            traffic.awaitAccepted(SOME, SOON);
            List<String> before = versions(cluster);
            replaceEach(cluster, traffic, to);
            List<String> after = versions(cluster);
            replaceEach(cluster, traffic, from);
            traffic.finish();
            traffic.expectEqualPrices(SOON);

            assertThat(before).hasSize(3).allMatch(before.get(0)::equals);
            assertThat(after).hasSize(3).allMatch(after.get(0)::equals).doesNotContain(before.get(0));
            assertThat(versions(cluster)).isEqualTo(before);
            assertThat(List.of(traffic.longestPublication(), traffic.longestDelivery()))
                    .as("longest publication and delivery, in ms")
                    .allMatch(longest -> longest <= LONGEST_MS);
        }
    }

    private static void replaceEach(Cluster cluster, Traffic traffic, Path war) {
        for (int i = 1; i <= 3; i++) {
            traffic.note("n" + i + " gets " + war.getFileName());
            cluster.replace(i, war);
            traffic.awaitAccepted(SOME, SOON);
        }
    }

    /** The release of each node, when all three have reported it. */
    private static List<String> versions(Cluster cluster) {
        return await().atMost(SOON).until(() -> reportedVersions(cluster), versions -> versions.size() == 3);
    }

    private static List<String> reportedVersions(Cluster cluster) {
        return cluster
                .node(1)
                .rest(MarketbellServer.ADMIN)
                .get("/api/v1/monitoring/nodes")
                .expect(200)
                .json()
                .getJsonObject("data")
                .getJsonArray("nodes")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(node -> node.getString("state").equals("running") && !node.isNull("version"))
                .map(node -> node.getString("version"))
                .toList();
    }
}
