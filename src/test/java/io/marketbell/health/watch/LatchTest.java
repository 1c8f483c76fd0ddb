package io.marketbell.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.health.watch.Latch.Position;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LatchTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T16:00:00Z");

    private final Latch latch = new Latch(2, 3, BEGIN);
    private Instant now = BEGIN;

    /**
     * Returns the position of the latch after each tick. Ticks: b bad, g good. Positions: - off, p turning on, X on.
     */
    private String positionsAfter(String ticks) {
        StringBuilder positions = new StringBuilder();
        for (char tick : ticks.toCharArray()) {
            now = now.plusSeconds(10);
            latch.tick(tick == 'B', now);
            positions.append("-pX".charAt(latch.position().ordinal()));
        }
        return positions.toString();
    }

    @Test
    void twoBadTicksInARowTurnItOnAndThreeGoodOnesOff() {
        assertThat(positionsAfter("gBBBgggg")).isEqualTo("-pXXXX--");
    }

    @Test
    void alternatingTicksDoNotTurnItOn() {
        assertThat(positionsAfter("BgBgBgBg")).isEqualTo("p-p-p-p-");
    }

    @Test
    void alternatingTicksDoNotTurnItOff() {
        assertThat(positionsAfter("BBggBggBggg")).isEqualTo("pXXXXXXXXX-");
    }

    @Test
    void reportsTheTimeOfItsLastChange() {
        assertThat(latch.since()).isEqualTo(BEGIN);

        positionsAfter("ggBBB");

        assertThat(latch.position()).isEqualTo(Position.ON);
        assertThat(latch.since()).isEqualTo(BEGIN.plusSeconds(40));
    }
}
