package io.marketbell.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressCellsTest {
    private static final String HOME = "203.0.113.7";
    private static final long SECOND = 1_000_000_000;

    /** A clock may start anywhere, also below zero. */
    @ParameterizedTest
    @ValueSource(longs = {0, 123_456_789, Long.MIN_VALUE + 5, Long.MAX_VALUE - SECOND})
    void grantsTheBurstAndThenTheRate(long start) {
        AtomicLong time = new AtomicLong(start);
        AddressCells cells = new AddressCells(10, 3, time::get);

        assertThat(granted(cells, 10)).isEqualTo(3);
        assertThat(cells.tryAcquire(HOME)).isEqualTo(SECOND / 10);
        time.addAndGet(SECOND / 10 - 1);
        assertThat(cells.tryAcquire(HOME)).isEqualTo(1);
        time.addAndGet(1);
        assertThat(granted(cells, 2)).isEqualTo(1);
        time.addAndGet(60 * SECOND);
        assertThat(granted(cells, 10)).as("never more than the burst").isEqualTo(3);
    }

    private static long granted(AddressCells cells, int requests) {
        return IntStream.range(0, requests)
                .filter(request -> cells.tryAcquire(HOME) == 0)
                .count();
    }

    @Test
    void anEmptyBucketDoesNotAffectOtherAddresses() {
        AddressCells cells = new AddressCells(1, 1, () -> 0);
        granted(cells, 2);

        // two addresses share a cell with a probability of 1 in 4,096, so at most a few of a hundred do
        long refused = IntStream.range(0, 100)
                .filter(i -> cells.tryAcquire("198.51.100." + i) != 0)
                .count();
        assertThat(refused).isLessThan(20);
    }

    @Test
    void concurrentRequestsAreGrantedTheBurstExactly() {
        AddressCells cells = new AddressCells(1, 1_000, () -> 0);

        long granted = IntStream.range(0, 4_000)
                .parallel()
                .filter(request -> cells.tryAcquire(HOME) == 0)
                .count();

        assertThat(granted).isEqualTo(1_000);
    }
}
