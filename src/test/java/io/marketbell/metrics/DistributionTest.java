package io.marketbell.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DistributionTest {
    private static final int SAMPLES = 1_000_000;
    private static final double MILLI = 1e6;

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("REST-like", random -> (long) (5 * MILLI * Math.exp(0.6 * random.nextGaussian()))),
                shape("bimodal", random -> (long)
                        Math.abs((random.nextInt(10) < 9 ? 0.2 : 80) * MILLI * (1 + 0.05 * random.nextGaussian()))),
                shape("heavy-tailed", random ->
                        (long) Math.min(3e12, MILLI * Math.pow(1 - random.nextDouble(), -1 / 1.1))));
    }

    private static Arguments shape(String name, ToLongFunction<Random> sample) {
        return Arguments.of(name, sample);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void everyQuantileIsWithinTheStatedBound(String shape, ToLongFunction<Random> sample) {
        for (int seed = 1; seed <= 3; seed++) {
            long[] samples = samples(seed, sample);
            Distribution distribution = recorded(samples);
            Arrays.sort(samples);

            assertThat(distribution.count()).isEqualTo(SAMPLES);
            for (double rank = 0.0005; rank <= 1; rank += 0.0005) {
                double truth = samples[(int) Math.max(0, Math.ceil(rank * SAMPLES - 1e-6) - 1)] / 1e9;
                assertThat(distribution.quantile(rank))
                        .as("%s, seed %d, quantile %.4f", shape, seed, rank)
                        .isBetween(truth, truth * (1 + Distribution.ERROR_BOUND));
            }
            assertThat(distribution.p999()).isEqualTo(distribution.quantile(0.999));
            assertThat(distribution.sum()).isCloseTo(Arrays.stream(samples).sum() / 1e9, within(distribution.sum()));
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double of) {
        return org.assertj.core.data.Offset.offset(of * Distribution.ERROR_BOUND);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void quantilesRiseWithTheirRankFromTheFirstSample(String shape, ToLongFunction<Random> sample) {
        Random random = new Random(5);
        Histogram histogram = Distribution.newHistogram();
        for (int i = 0; i < 2_000; i++) {
            histogram.recordValue(sample.applyAsLong(random));
            Distribution so = Distribution.of(histogram);
            assertThat(new double[] {so.p50(), so.p95(), so.p99(), so.p999(), so.max()})
                    .isSorted();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void mergedDistributionsEqualASingleRecording(String shape, ToLongFunction<Random> sample) {
        long[] samples = samples(7, sample);
        Distribution here = recorded(Arrays.copyOf(samples, SAMPLES / 3));
        Distribution there = recorded(Arrays.copyOfRange(samples, SAMPLES / 3, SAMPLES));

        Distribution merged =
                Distribution.merge(List.of(here, Distribution.EMPTY, Distribution.decode(there.encoded())));

        Distribution all = recorded(samples);
        assertThat(merged.count()).isEqualTo(all.count());
        for (double rank : new double[] {0, 0.01, 0.5, 0.95, 0.99, 0.999, 1}) {
            assertThat(merged.quantile(rank)).isEqualTo(all.quantile(rank));
        }
    }

    @Test
    void anEmptyDistributionHasNoQuantiles() {
        assertThat(Distribution.EMPTY.p95()).isNaN();
        assertThat(Distribution.EMPTY.quantile(0.5)).isNaN();
        assertThat(Distribution.EMPTY.count()).isZero();
        assertThat(Distribution.decode(Distribution.EMPTY.encoded()).isEmpty()).isTrue();
    }

    @Test
    void countsRecordingsAboveALimit() {
        Distribution distribution = recorded(LongRange.millis(1, 1_000));

        assertThat(distribution.countAbove(Duration.ofMillis(900))).isBetween(92L, 100L);
        assertThat(distribution.countAbove(Duration.ofHours(2))).isZero();
        assertThat(distribution.countAbove(Duration.ZERO)).isEqualTo(1_000);
    }

    @Test
    void rejectsInvalidEncodings() {
        assertThatThrownBy(() -> Distribution.decode(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Distribution.EMPTY.quantile(95)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long[] samples(int seed, ToLongFunction<Random> sample) {
        Random random = new Random(seed);
        long[] samples = new long[SAMPLES];
        Arrays.setAll(samples, i -> sample.applyAsLong(random));
        return samples;
    }

    private static Distribution recorded(long[] samples) {
        Histogram histogram = Distribution.newHistogram();
        for (long sample : samples) {
            histogram.recordValue(sample);
        }
        return Distribution.of(histogram);
    }

    /** Fixed sequence of durations. */
    private static final class LongRange {
        static long[] millis(int from, int to) {
            long[] all = new long[to - from + 1];
            Arrays.setAll(all, i -> (from + i) * 1_000_000L);
            return all;
        }
    }
}
