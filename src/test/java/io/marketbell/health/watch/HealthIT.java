package io.marketbell.health.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.ProductArchive;
import io.marketbell.health.Alert;
import io.marketbell.health.Health;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.RuntimeStatus;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import jakarta.inject.Inject;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the health checks in the server and the evaluation by the server's timer. */
@ExtendWith(ArquillianExtension.class)
class HealthIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    private Health health;

    @Inject
    private MetricsService metrics;

    @Inject
    @Startup
    private HealthCheck started;

    @Inject
    @Liveness
    private HealthCheck live;

    @Inject
    @Readiness
    private HealthCheck ready;

    @Deployment
    static WebArchive archive() {
        return ShrinkWrap.create(WebArchive.class, "healthy.war")
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.health",
                        "io.marketbell.health.probe",
                        "io.marketbell.health.watch",
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
                        "io.marketbell.subscription",
                        "io.marketbell.json",
                        "io.marketbell.settings",
                        "io.marketbell.notification",
                        "io.marketbell.http.problem",
                        "io.marketbell.time",
                        "io.marketbell.json",
                        "io.marketbell.http.route",
                        "io.marketbell.thread")
                .addClasses(HealthIT.class, ScriptedRuntimeStatus.class, HealthNeighbours.class)
                .addAsResource(
                        new StringAsset("marketbell.health.tick.ms=200\nmarketbell.health.stuck.seconds=7\n"),
                        "META-INF/microprofile-config.properties")
                .addAsLibraries(new File("target/marketbell/WEB-INF/lib").listFiles())
                .addAsLibraries(
                        ProductArchive.jar(Assertions.class),
                        ProductArchive.jar(Awaitility.class),
                        ProductArchive.jar(Matcher.class))
                .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"));
    }

    private static ScriptedRuntimeStatus vitals() {
        return HealthNeighbours.VITALS;
    }

    @AfterEach
    void allIsWellAgain() {
        HealthNeighbours.mend();
    }

    private static Map<String, Object> data(HealthCheckResponse response) {
        return response.getData().orElseThrow();
    }

    @Test
    @RunAsClient
    void theServerReportsEachCheckWithLevelAndFigures(@ArquillianResource URI base) throws Exception {
        for (String check : new String[] {"started", "live", "ready"}) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(base.resolve("/health/" + check))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"name\":\"" + check + "\"", "\"level\":\"healthy\"");
        }
    }

    @Test
    void aLostDatabaseChangesTheLevelAndNoCheck() {
        vitals().reachable = false;

        await().atMost(SOON).until(() -> health.state().level() == HealthLevel.UNHEALTHY);

        assertThat(started.call().getStatus()).isEqualTo(Status.UP);
        assertThat(live.call().getStatus()).isEqualTo(Status.UP);
        assertThat(data(live.call())).containsEntry("level", "unhealthy");
        HealthCheckResponse answer = ready.call();
        assertThat(answer.getStatus()).isEqualTo(Status.UP);
        assertThat(data(answer)).containsEntry("level", "unhealthy").containsEntry("durable", false);
        assertThat(health.alerts())
                .filteredOn(alert -> alert.name().equals("MarketbellDatabaseLost"))
                .singleElement()
                .extracting(Alert::state)
                .isEqualTo("firing");

        HealthNeighbours.mend();
        await().atMost(SOON).until(() -> health.state().level() == HealthLevel.HEALTHY);
    }

    @Test
    void theServersTimerEvaluatesPeriodically() {
        Instant before = health.state().asOf();

        await().atMost(SOON).until(() -> health.state().asOf().isAfter(before.plusMillis(300)));
    }

    @Test
    void settingsReachTheChecks() {
        vitals().threads.add(new RuntimeStatus.ThreadReading("dispatcher 2", false, Duration.ofSeconds(8)));

        assertThat(live.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(live.call())).containsEntry("stuck", "dispatcher 2");
        assertThat(ready.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aFullNodeIsNotReady() {
        vitals().connections = vitals().connectionsAtMost;

        assertThat(ready.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(live.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void theLevelIsAmongTheMetrics() {
        await().atMost(SOON.multipliedBy(2))
                .untilAsserted(() -> assertThat(metrics.snapshot().value(Metric.HEALTH_LEVEL, Map.of()))
                        .isNotNaN());
    }
}
