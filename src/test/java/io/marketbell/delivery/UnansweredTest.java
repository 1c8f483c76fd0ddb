package io.marketbell.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept until a client answers. */
class UnansweredTest {
    private static Parcel fill(long offset) {
        return new Parcel(Sample.fill("alice").at(offset));
    }

    private static List<Long> offsets(List<Parcel> parcels) {
        return parcels.stream().map(parcel -> parcel.notification().offset()).toList();
    }

    @Test
    void theOldestMakeRoom() {
        Unanswered unanswered = new Unanswered(3 * fill(1).weight());

        assertThat(unanswered.add(List.of(fill(1), fill(2)), 7)).isZero();
        assertThat(unanswered.add(List.of(fill(3), fill(4), fill(5)), 9)).isEqualTo(2);

        assertThat(unanswered.since()).isEqualTo(7);
        assertThat(offsets(unanswered.takeAll())).containsExactly(3L, 4L, 5L);
        assertThat(unanswered.since()).isZero();
        assertThat(unanswered.takeAll()).isEmpty();
    }

    @Test
    void whatIsTakenMakesRoom() {
        Unanswered unanswered = new Unanswered(3 * fill(1).weight());
        unanswered.add(List.of(fill(1), fill(2), fill(3)), 1);

        assertThat(offsets(unanswered.takeThrough(2))).containsExactly(1L, 2L);
        assertThat(unanswered.add(List.of(fill(4), fill(5)), 2)).isZero();
        assertThat(offsets(unanswered.takeAll())).containsExactly(3L, 4L, 5L);
    }

    /** Larger than the bound by itself: without it there would be nothing to answer for. */
    @Test
    void theNewestIsAlwaysKept() {
        Unanswered unanswered = new Unanswered(1);

        assertThat(unanswered.add(List.of(fill(1), fill(2)), 1)).isEqualTo(1);

        assertThat(offsets(unanswered.takeAll())).containsExactly(2L);
    }
}
