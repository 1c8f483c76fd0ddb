package io.marketbell.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.ProductArchive;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.io.File;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests the service as a CDI bean in the server: its timer, the export to the server's registry, and the connection
 * pool metrics.
 */
@ExtendWith(ArquillianExtension.class)
class MetricsServiceIT {
    /** One interval plus a margin for a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    private MetricsService metrics;

    @Inject
    private MetricRegistry server;

    @Resource(lookup = "jdbc/marketbell")
    private DataSource database;

    @Deployment
    static WebArchive archive() {
        return ShrinkWrap.create(WebArchive.class, "metrics-service.war")
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.metrics",
                        "io.marketbell.metrics.export",
                        "io.marketbell.metrics.meter",
                        "io.marketbell.delivery",
                        "io.marketbell.delivery.outbox",
                        "io.marketbell.delivery.resume",
                        "io.marketbell.delivery.shard",
                        "io.marketbell.delivery.writer",
                        "io.marketbell.journal",
                        "io.marketbell.journal.expiry",
                        "io.marketbell.journal.ledger",
                        "io.marketbell.journal.log",
                        "io.marketbell.journal.store",
                        "io.marketbell.database",
                        "io.marketbell.database.job",
                        "io.marketbell.subscription",
                        "io.marketbell.json",
                        "io.marketbell.settings",
                        "io.marketbell.notification",
                        "io.marketbell.http.problem",
                        "io.marketbell.json",
                        "io.marketbell.http.route",
                        "io.marketbell.thread",
                        "io.marketbell.time")
                .addClass(MetricsServiceIT.class)
                .addAsResource("META-INF/microprofile-config.properties")
                .addAsLibraries(new File("target/marketbell/WEB-INF/lib").listFiles())
                .addAsLibraries(
                        ProductArchive.jar(Assertions.class),
                        ProductArchive.jar(Awaitility.class),
                        ProductArchive.jar(Matcher.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    /** Waits once for all values, because a snapshot is made only every ten seconds. */
    @Test
    void recordingsAndTheConnectionPoolAppearInTheSnapshotAndTheServersRegistryWithinAnInterval() throws Exception {
        metrics.timings(Metric.ORDER_DURATION).of("accepted").record(30_000_000);
        metrics.rateLimited("user");

        try (Connection open = database.getConnection()) {
            assertThat(open.isValid(1)).isTrue();
            await().atMost(PATIENCE).untilAsserted(() -> {
                Snapshot snapshot = metrics.snapshot();
                assertThat(snapshot.distribution(Metric.ORDER_DURATION, Window.HOUR)
                                .count())
                        .isPositive();
                assertThat(snapshot.value(Metric.DB_CONNECTIONS, Map.of("state", "in_use")))
                        .isPositive();
            });
        }
        Snapshot snapshot = metrics.snapshot();
        assertThat(snapshot.distribution(Metric.ORDER_DURATION, Window.HOUR).p95())
                .isBetween(0.03, 0.0303);
        assertThat(snapshot.value(Metric.RATE_LIMITED, Map.of("policy", "user")))
                .isPositive();
        assertThat(snapshot.age(Instant.now())).isLessThan(Duration.ofSeconds(20));
        MetricID timer = new MetricID(Metric.ORDER_DURATION.metricName(), new Tag("event", "accepted"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.getTimer(timer))
                        .isNotNull()
                        .satisfies(shown -> assertThat(shown.getCount()).isPositive()));
    }
}
