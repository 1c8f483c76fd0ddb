package io.marketbell.delivery.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The writes that are kept until a client answers. */
class UnansweredWritesTest {
    private static RoutedNotification fill(long offset) {
        return new RoutedNotification(Sample.fill("alice").at(offset));
    }

    private static List<Long> offsets(List<RoutedNotification> routedNotifications) {
        return routedNotifications.stream()
                .map(routed -> routed.notification().offset())
                .toList();
    }

    @Test
    void theOldestAreRemovedAboveTheLimit() {
        UnansweredWrites unansweredWrites = new UnansweredWrites(3 * fill(1).weight());

        assertThat(unansweredWrites.add(List.of(fill(1), fill(2)), 7)).isZero();
        assertThat(unansweredWrites.add(List.of(fill(3), fill(4), fill(5)), 9)).isEqualTo(2);

        assertThat(unansweredWrites.since()).isEqualTo(7);
        assertThat(offsets(unansweredWrites.takeAll())).containsExactly(3L, 4L, 5L);
        assertThat(unansweredWrites.since()).isZero();
        assertThat(unansweredWrites.takeAll()).isEmpty();
    }

    @Test
    void takingMakesRoom() {
        UnansweredWrites unansweredWrites = new UnansweredWrites(3 * fill(1).weight());
        unansweredWrites.add(List.of(fill(1), fill(2), fill(3)), 1);

        assertThat(offsets(unansweredWrites.takeThrough(2))).containsExactly(1L, 2L);
        assertThat(unansweredWrites.add(List.of(fill(4), fill(5)), 2)).isZero();
        assertThat(offsets(unansweredWrites.takeAll())).containsExactly(3L, 4L, 5L);
    }

    /** A notification larger than the limit is kept: otherwise there would be nothing to confirm. */
    @Test
    void theNewestIsAlwaysKept() {
        UnansweredWrites unansweredWrites = new UnansweredWrites(1);

        assertThat(unansweredWrites.add(List.of(fill(1), fill(2)), 1)).isEqualTo(1);

        assertThat(offsets(unansweredWrites.takeAll())).containsExactly(2L);
    }
}
