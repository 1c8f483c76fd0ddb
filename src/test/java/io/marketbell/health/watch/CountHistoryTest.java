package io.marketbell.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CountHistoryTest {
    private final CountHistory history = new CountHistory();
    private Instant now = Instant.parse("2026-11-23T09:00:00Z");

    private void add(Duration later, long requests) {
        now = now.plus(later);
        history.add(new EventCounts(now, requests, 0, 0, 0));
    }

    @Test
    void countsEventsInAWindowThatEndsNow() {
        for (int i = 0; i <= 720; i++) {
            add(Duration.ofSeconds(10), 3L * i);
        }

        assertThat(history.during(Duration.ofMinutes(5)).requests()).isEqualTo(90);
        assertThat(history.during(Duration.ofHours(1)).requests()).isEqualTo(1_080);
    }

    @Test
    void aLongerWindowIsCountedFromTheFirstRecord() {
        add(Duration.ZERO, 7);
        add(Duration.ofSeconds(10), 12);

        assertThat(history.during(Duration.ofHours(1)).requests()).isEqualTo(5);
    }

    @Test
    void aWeekOfRecordsIsBoundedToSixHours() {
        for (int i = 0; i <= 7 * 8_640; i++) {
            add(Duration.ofSeconds(10), i);
        }

        assertThat(history.size()).isLessThanOrEqualTo(2_162);
        assertThat(history.during(Duration.ofHours(6)).requests()).isEqualTo(2_160);
    }

    @Test
    void recordsBeforeAPauseAreKept() {
        add(Duration.ZERO, 100);
        add(Duration.ofHours(8), 150);

        assertThat(history.during(Duration.ofMinutes(5)).requests()).isEqualTo(50);
    }

    @Test
    void aClockThatWasSetBackStartsANewHistory() {
        add(Duration.ZERO, 100);
        add(Duration.ofHours(-1), 150);
        add(Duration.ofSeconds(10), 151);

        assertThat(history.during(Duration.ofHours(1)).requests()).isEqualTo(1);
    }
}
