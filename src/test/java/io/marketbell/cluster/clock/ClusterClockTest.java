package io.marketbell.cluster.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClusterClockTest {
    private static final Duration FAST = Duration.ofMillis(2);

    private Instant local = Instant.parse("2026-11-23T14:30:00.123456Z");
    private final ClusterClock clock = new ClusterClock(() -> local);

    /** The database's time now differs from the local one by this. */
    private void measure(Duration ahead, Duration roundTrip) {
        clock.adjust(local.plus(ahead).minus(roundTrip.dividedBy(2)), roundTrip);
    }

    private void advance(Duration time) {
        local = local.plus(time);
    }

    private Duration aheadOfLocal() {
        return Duration.between(local, clock.instant());
    }

    @Test
    void withoutACorrectionItIsTheLocalClock() {
        assertThat(clock.instant()).isEqualTo(local);
        advance(Duration.ofSeconds(-5));
        assertThat(clock.instant()).isEqualTo(local);
        assertThat(clock.skew()).isZero();
        assertThat(clock.isSkewAcceptable()).isTrue();
    }

    @Test
    void correctionIncludesHalfOfTheRoundTripAndHolds() {
        measure(Duration.ofSeconds(5), Duration.ofMillis(40));
        assertThat(aheadOfLocal()).isEqualTo(Duration.ofSeconds(5));
        assertThat(clock.skew()).isEqualTo(Duration.ofSeconds(5));

        advance(Duration.ofHours(1));

        assertThat(aheadOfLocal()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void twoNodesWithDifferentClocksHaveTheSameTime() {
        Instant database = local.plusSeconds(1);
        Instant other = local.minusSeconds(4);
        ClusterClock second = new ClusterClock(() -> other);
        clock.adjust(database, Duration.ZERO);
        second.adjust(database, Duration.ZERO);

        assertThat(second.instant()).isEqualTo(clock.instant());
    }

    @Test
    void itStandsStillInsteadOfGoingBack() {
        Instant before = clock.instant();
        measure(Duration.ofMillis(-500), FAST);
        assertThat(clock.instant()).isEqualTo(before);
        advance(Duration.ofMillis(400));
        assertThat(clock.instant()).isEqualTo(before);
        advance(Duration.ofMillis(200));
        assertThat(aheadOfLocal()).isEqualTo(Duration.ofMillis(-500));

        Instant reached = clock.instant();
        advance(Duration.ofSeconds(-3));

        assertThat(clock.instant()).isBetween(reached.minusMillis(1), reached);
    }

    @Test
    void slowMeasurementCountsOnlyIfItContradictsTheCorrection() {
        measure(Duration.ofMillis(10), FAST);
        measure(Duration.ofMillis(200), Duration.ofMillis(800));
        assertThat(clock.skew()).isEqualTo(Duration.ofMillis(10));

        measure(Duration.ofMillis(500), Duration.ofMillis(800));

        assertThat(clock.skew()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void jumpIsAppliedWhenItIsMeasuredAgain() {
        measure(Duration.ofMillis(10), FAST);
        measure(Duration.ofHours(1), FAST);
        assertThat(clock.skew()).isEqualTo(Duration.ofMillis(10));
        measure(Duration.ofMillis(20), FAST);
        measure(Duration.ofMinutes(1), FAST);
        measure(Duration.ofMinutes(1), FAST);

        assertThat(clock.skew()).isEqualTo(Duration.ofMinutes(1));
        assertThat(clock.isSkewAcceptable()).isFalse();
    }
}
