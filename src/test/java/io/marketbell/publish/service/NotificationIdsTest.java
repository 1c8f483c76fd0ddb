package io.marketbell.publish.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NotificationIdsTest {
    private Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private final NotificationIds ids = new NotificationIds(() -> now);

    @Test
    void idsRiseWithinAMillisecond() {
        assertThat(Stream.generate(ids::next).limit(10_000).toList()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsRiseIfTheClockIsSetBackByAnHour() {
        String before = ids.next();
        now = now.minus(Duration.ofHours(1));

        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void anIdIsHigherThanEveryIdOfAnotherNodeThatWasSeen() {
        NotificationIds ahead = new NotificationIds(() -> now.plusSeconds(5));
        String highest =
                Stream.generate(ahead::next).limit(100).reduce((a, b) -> b).orElseThrow();

        assertThat(ids.next()).isLessThan(highest);
        assertThat(ids.seen(highest)).isTrue();
        assertThat(ids.next()).isGreaterThan(highest);
    }

    @Test
    void anIdFarAheadOfTheClockIsInvalid() {
        assertThat(ids.seen(Ulid.min(now.plusSeconds(61).toEpochMilli()).toString()))
                .isFalse();
        assertThat(ids.seen("price")).isFalse();
        assertThat(Ulid.getTime(ids.next())).isEqualTo(now.toEpochMilli());
    }
}
