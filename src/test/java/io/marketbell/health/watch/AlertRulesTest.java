package io.marketbell.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.health.Alert;
import io.marketbell.health.watch.HealthMeasurements.Figure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the alerts with one or more requests or deliveries per second over hours. */
class AlertRulesTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T09:00:00Z");
    private static final Figure FINE = new Figure(0.004, 500);
    private static final Figure SLOW = new Figure(1.5, 500);
    private static final int PER_TICK = 1_000;

    private final AlertRules rules = new AlertRules(HealthSettings.DEFAULT, BEGIN);
    private Instant now = BEGIN;
    private long requests;
    private long failures;
    private long deliveries;
    private long late;
    private double dropped;
    private double folded;
    private double refused;
    private Figure database = FINE;
    private Figure disk = new Figure(0.3, 1);
    private List<Alert> alerts = tick(0, 0, 0);

    private List<Alert> tick(int some, double failing, double delayed) {
        now = now.plusSeconds(10);
        requests += some;
        failures += Math.round(some * failing);
        deliveries += some;
        late += Math.round(some * delayed);
        EventCounts counts = new EventCounts(now, requests, failures, deliveries, late);
        alerts = rules.tick(
                new HealthMeasurements(FINE, FINE, FINE, database, disk, counts, dropped, folded, refused), true, now);
        return alerts;
    }

    private void spend(Duration time, double failing, double delayed) {
        for (long i = time.toSeconds() / 10; i > 0; i--) {
            tick(PER_TICK, failing, delayed);
        }
    }

    private String state(String name) {
        return alert(name).state();
    }

    private Alert alert(String name) {
        return alerts.stream()
                .filter(alert -> alert.name().equals("Marketbell" + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void allAlertsAreListedInAnyStateAndEachHasItsRunbook() {
        assertThat(alerts)
                .extracting(Alert::name)
                .containsExactly(
                        "MarketbellAvailabilityBurnFast",
                        "MarketbellAvailabilityBurnSlow",
                        "MarketbellDeliveryBurnFast",
                        "MarketbellDeliveryBurnSlow",
                        "MarketbellApiSlow",
                        "MarketbellOrdersSlow",
                        "MarketbellDatabaseSlow",
                        "MarketbellDatabaseLost",
                        "MarketbellDiskFilling",
                        "MarketbellDiskFull",
                        "MarketbellReadersTooSlow",
                        "MarketbellSeriesFolded",
                        "MarketbellPublicationRefused");
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.state()).isEqualTo("inactive");
            assertThat(alert.runbook())
                    .isEqualTo("docs/reference/alerts.md#" + alert.name().toLowerCase());
            assertThat(alert.summary()).isNotBlank();
            assertThat(alert.action()).isNotBlank();
        });
    }

    @Test
    void aFillingDiskOpensATicketAndAFullOnePages() {
        disk = new Figure(0.92, 1);
        spend(Duration.ofMinutes(1), 0, 0);
        assertThat(state("DiskFilling")).isEqualTo("firing");
        assertThat(alert("DiskFilling").severity()).isEqualTo("ticket");
        assertThat(state("DiskFull")).isEqualTo("inactive");

        disk = new Figure(0.98, 1);
        spend(Duration.ofMinutes(1), 0, 0);
        assertThat(state("DiskFull")).isEqualTo("firing");
        assertThat(alert("DiskFull").severity()).isEqualTo("page");

        disk = new Figure(0.5, 1);
        spend(Duration.ofMinutes(1), 0, 0);
        assertThat(state("DiskFilling")).isEqualTo("inactive");
        assertThat(state("DiskFull")).isEqualTo("inactive");
    }

    @Test
    void aDiskThatCannotBeMeasuredRaisesNoAlert() {
        disk = new Figure(Double.NaN, 0);
        spend(Duration.ofMinutes(1), 0, 0);

        assertThat(state("DiskFilling")).isEqualTo("inactive");
    }

    @Test
    void aFourteenfoldBurnRatePagesAndEndsSoonAfterTheErrors() {
        spend(Duration.ofHours(2), 0, 0);
        spend(Duration.ofMinutes(2), 0.02, 0);
        assertThat(state("AvailabilityBurnFast"))
                .as("the one-hour window is still within budget")
                .isEqualTo("inactive");

        spend(Duration.ofMinutes(45), 0.02, 0);
        assertThat(state("AvailabilityBurnFast")).isEqualTo("firing");
        assertThat(alert("AvailabilityBurnFast").value()).isBetween(14.4, 20.0);
        assertThat(alert("AvailabilityBurnFast").severity()).isEqualTo("page");
        assertThat(state("DeliveryBurnFast")).isEqualTo("inactive");

        spend(Duration.ofMinutes(6), 0, 0);
        assertThat(state("AvailabilityBurnFast"))
                .as("the short window has recovered")
                .isEqualTo("inactive");
    }

    @Test
    void aSlowBurnOpensATicketAndDoesNotPage() {
        spend(Duration.ofHours(6), 0.007, 0.07);

        assertThat(state("AvailabilityBurnSlow")).isEqualTo("firing");
        assertThat(alert("AvailabilityBurnSlow").severity()).isEqualTo("ticket");
        assertThat(state("AvailabilityBurnFast")).isEqualTo("inactive");
        assertThat(state("DeliveryBurnSlow")).isEqualTo("firing");
        assertThat(state("DeliveryBurnFast")).isEqualTo("inactive");
    }

    @Test
    void lateDeliveriesHaveASeparateErrorBudget() {
        spend(Duration.ofHours(1), 0, 0.15);

        assertThat(state("DeliveryBurnFast")).isEqualTo("firing");
        assertThat(alert("DeliveryBurnFast").value()).isBetween(14.9, 15.1);
        assertThat(state("AvailabilityBurnFast")).isEqualTo("inactive");
    }

    @Test
    void theBurnRateIsOneExactlyAtTheObjective() {
        spend(Duration.ofHours(1), 0.001, 0.01);

        assertThat(alert("AvailabilityBurnFast").value()).isBetween(0.99, 1.01);
        assertThat(alert("DeliveryBurnFast").value()).isBetween(0.99, 1.01);
    }

    @Test
    void aSingleFailedRequestAtNightRaisesNoAlert() {
        spend(Duration.ofHours(1), 0, 0);
        for (int i = 0; i < 8 * 360; i++) {
            tick(0, 0, 0);
        }
        tick(1, 1, 1);
        tick(1, 1, 1);
        tick(1, 1, 1);

        assertThat(alerts).allMatch(alert -> alert.state().equals("inactive"));
        assertThat(alert("AvailabilityBurnFast").value()).isNull();
    }

    @Test
    void anAlertIsPendingBeforeItFiresAndReportsItsStart() {
        database = SLOW;
        tick(1, 0, 0);
        assertThat(state("DatabaseSlow")).isEqualTo("pending");
        tick(1, 0, 0);

        assertThat(state("DatabaseSlow")).isEqualTo("firing");
        assertThat(alert("DatabaseSlow").since()).isEqualTo(now);
        assertThat(alert("DatabaseSlow").value()).isEqualTo(1.5);
        assertThat(alert("DatabaseSlow").threshold()).isEqualTo(0.5);
        assertThat(state("ApiSlow")).isEqualTo("inactive");
    }

    @Test
    void droppedNotificationsAndFoldedSeriesOpenTickets() {
        dropped = 101;
        folded = 1;
        tick(1, 0, 0);
        tick(1, 0, 0);

        assertThat(state("ReadersTooSlow")).isEqualTo("firing");
        assertThat(state("SeriesFolded")).isEqualTo("firing");
    }

    @Test
    void oneRefusedPublicationPages() {
        refused = 1;
        tick(1, 0, 0);
        tick(1, 0, 0);

        assertThat(state("PublicationRefused")).isEqualTo("firing");
        assertThat(alert("PublicationRefused").severity()).isEqualTo("page");
    }

    @Test
    void aLostDatabasePagesAtTheThirdTickWithoutNewFigures() {
        for (int i = 0; i < 2; i++) {
            alerts = rules.tick(null, false, now);
        }
        assertThat(state("DatabaseLost")).isEqualTo("pending");
        alerts = rules.tick(null, false, now);

        assertThat(state("DatabaseLost")).isEqualTo("firing");
        assertThat(alert("DatabaseLost").value()).isZero();
    }
}
