package io.marketbell.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.SharedBuckets.Draw;
import io.marketbell.cluster.SharedBuckets.Level;
import io.marketbell.cluster.SharedBuckets.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract of {@link SharedBuckets}, with a time that advances only on request. */
public abstract class SharedBucketsContract {
    private static final int THREADS = 6;

    /** Returns the buckets as one of three nodes sees them; different in each test. */
    protected abstract SharedBuckets node(int node);

    protected abstract void advance(Duration time);

    private static Draw demand(String bucket, long cost) {
        return new Draw(bucket, 10, 20, cost, true);
    }

    private Result draw(Draw... draws) {
        return node(0).draw(List.of(draws)).orElseThrow();
    }

    private long tokens(String bucket) {
        return draw(demand(bucket, 0)).levels().get(0).tokens();
    }

    @Test
    void unknownBucketIsFull() {
        assertThat(draw(demand("user:a", 0))).isEqualTo(new Result(true, List.of(new Level(20, 0, true))));
    }

    @Test
    void costIsTakenAndGainedAgainSteadily() {
        assertThat(draw(demand("user:a", 5)).levels().get(0)).isEqualTo(new Level(15, 500_000_000, true));

        advance(Duration.ofMillis(99));
        assertThat(draw(demand("user:a", 0)).levels().get(0)).isEqualTo(new Level(15, 401_000_000, true));
        advance(Duration.ofMillis(1));
        assertThat(tokens("user:a")).isEqualTo(16);
        advance(Duration.ofSeconds(1));
        assertThat(tokens("user:a")).isEqualTo(20);
    }

    @Test
    void nodesShareABucket() {
        node(0).draw(List.of(demand("user:a", 12)));

        assertThat(node(1).draw(List.of(demand("user:a", 12))).orElseThrow())
                .isEqualTo(new Result(false, List.of(new Level(8, 1_200_000_000, false))));
        assertThat(node(2).draw(List.of(demand("user:a", 8))).orElseThrow().granted())
                .isTrue();
    }

    @Test
    void allCostsAreTakenOrNone() {
        draw(demand("address:b", 18));

        Result refused = draw(demand("user:a", 3), demand("address:b", 3));

        assertThat(refused.granted()).isFalse();
        assertThat(refused.levels()).extracting(Level::sufficient).containsExactly(true, false);
        assertThat(refused.levels()).extracting(Level::tokens).containsExactly(20L, 2L);
        assertThat(draw(demand("user:a", 2), demand("address:b", 2)).levels())
                .extracting(Level::tokens)
                .containsExactly(18L, 0L);
    }

    @Test
    void costThatIsNotDemandedIsTakenIfThereAreEnoughTokensAndNeverRefused() {
        Draw reported = new Draw("user:a", 10, 20, 15, false);

        assertThat(draw(reported, demand("address:b", 1)).levels())
                .containsExactly(new Level(5, 1_500_000_000, true), new Level(19, 100_000_000, true));
        assertThat(draw(reported, demand("address:b", 1)))
                .isEqualTo(new Result(
                        true, List.of(new Level(5, 1_500_000_000, false), new Level(18, 200_000_000, true))));
    }

    @Test
    void changedLimitKeepsTheFillLevelInProportion() {
        draw(demand("user:a", 15));

        assertThat(draw(new Draw("user:a", 100, 200, 1, true)).levels().get(0).tokens())
                .isEqualTo(49);
        advance(Duration.ofSeconds(1));
        assertThat(draw(new Draw("user:a", 100, 200, 0, true)).levels().get(0).tokens())
                .isEqualTo(149);
    }

    @Test
    void fullBucketStaysFullWithAnotherLimit() {
        assertThat(draw(new Draw("user:a", 10, 20, 0, true)).levels().get(0).tokens())
                .isEqualTo(20);
        assertThat(draw(new Draw("user:a", 7, 7, 0, true)).levels().get(0)).isEqualTo(new Level(7, 0, true));
    }

    @Test
    void repeatedChangesOfALimitGiveNothing() {
        draw(demand("user:a", 20));
        for (int i = 0; i < 100; i++) {
            draw(new Draw("user:a", 3, 7, 0, true));
            draw(new Draw("user:a", 1_000_000, 1_000_000, 0, true));
            draw(demand("user:a", 0));
        }
        assertThat(tokens("user:a")).isZero();
    }

    @Test
    void refilledBucketIsFull() {
        draw(demand("user:a", 20));

        assertThat(node(1).refill("user:a")).isTrue();

        assertThat(tokens("user:a")).isEqualTo(20);
    }

    @Test
    void largestLimitsAreExact() {
        Draw large = new Draw("user:a", 1_000_000, 1_000_000, 1_000_000, true);
        draw(large);
        for (int i = 0; i < 100; i++) {
            advance(Duration.ofNanos(7_000));
            assertThat(draw(new Draw("user:a", 1_000_000, 1_000_000, 7, true)).granted())
                    .isTrue();
            assertThat(draw(new Draw("user:a", 1_000_000, 1_000_000, 1, true)).granted())
                    .isFalse();
        }
    }

    @Test
    void slowBucketLosesNothingToFrequentReads() {
        Draw slow = new Draw("user:a", 1, 1, 1, true);
        draw(slow);
        for (int i = 0; i < 999; i++) {
            advance(Duration.ofMillis(1));
            assertThat(draw(slow).granted()).isFalse();
        }
        advance(Duration.ofMillis(1));
        assertThat(draw(slow).granted()).isTrue();
    }

    /** Random costs from several threads and nodes; time advances between the rounds. */
    @Test
    void concurrentDrawsReachTheLimitAndNeverExceedIt() throws Exception {
        int rounds = 30;
        CyclicBarrier round = new CyclicBarrier(THREADS, () -> advance(Duration.ofMillis(130)));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int node = i % 3;
                Random random = new Random(i);
                counts.add(threads.submit(() -> {
                    long granted = 0;
                    for (int r = 0; r < rounds; r++) {
                        round.await(30, TimeUnit.SECONDS);
                        granted += drain(node(node), random);
                    }
                    return granted;
                }));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            assertThat(sum).isEqualTo(20 + 10 * (rounds - 1) * 130 / 1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long drain(SharedBuckets node, Random random) {
        long granted = 0;
        long cost = 1 + random.nextInt(4);
        while (cost > 0) {
            if (node.draw(List.of(demand("user:a", cost), demand("address:b", 0)))
                    .orElseThrow()
                    .granted()) {
                granted += cost;
            } else {
                cost--;
            }
        }
        return granted;
    }
}
