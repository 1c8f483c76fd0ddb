package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.ClientAddress;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Policy;
import io.marketbell.ratelimit.bucket.SubjectBucket;
import io.marketbell.ratelimit.bucket.Subjects;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The table of buckets while a client uses many different subjects. */
class BucketTableTest {
    private static final String NEWCOMER = "203.0.113.7";

    private final TestTime time = new TestTime();
    private final Rates small = Rates.DEFAULT.subjects(100).limit(Policy.ADDRESS, new Limit(10, 20));

    @Test
    void manyNetworksDoNotExcludeNewSubjectsOnceTheirBucketsAreFullAgain() {
        BucketRateLimiter limiter = limiter(small);
        useNetworks(limiter, 1_000, 1);
        time.advance(Duration.ofSeconds(3));

        for (int i = 1; i <= 50; i++) {
            assertThat(granted(limiter, "198.51.100." + i))
                    .as("new address %s", i)
                    .isEqualTo(20);
        }
        assertThat(limiter.bucketsOf(Policy.ADDRESS).count()).isLessThanOrEqualTo(100);
    }

    @Test
    void whileTheTableIsFullNetworksShareTheBucketOfTheir48AndOthersKeepTheirOwn() {
        BucketRateLimiter limiter = limiter(small);
        useNetworks(limiter, 1_000, 20);

        assertThat(granted(limiter, "2001:db8:0:ffff::1"))
                .as("the bucket of the attacker's /48")
                .isZero();
        assertThat(limiter.refusalOf(ClientAddress.of("2001:db8:0:fffe::1"))).isNotNull();
        assertThat(granted(limiter, "2001:db8:1:1::1")).as("another /48").isEqualTo(20);
        assertThat(granted(limiter, "2001:db8:1:2::1")).as("the same /48").isZero();
        assertThat(granted(limiter, NEWCOMER)).isEqualTo(20);
        assertThat(limiter.bucketsOf(Policy.ADDRESS).count()).isLessThanOrEqualTo(100);
    }

    @Test
    void aBucketThatIsNotFullIsNeverRemovedToMakeRoom() {
        BucketRateLimiter limiter = limiter(small);
        for (int round = 0; round < 20; round++) {
            granted(limiter, NEWCOMER);
            useNetworks(limiter, 1_000, 1);
            time.advance(Duration.ofMillis(1_100));
            useNetworks(limiter, 1_000, 1);

            assertThat(granted(limiter, NEWCOMER)).as("round %s", round).isEqualTo(11);
        }
    }

    @Test
    void theTableIsBoundedForAnyNumberOfSubjects() {
        BucketRateLimiter limiter = limiter(small);
        for (int i = 0; i < 10_000; i++) {
            limiter.tryAcquire(Subjects.address("2001:db8:" + Integer.toHexString(i) + "::1"), 1);
        }
        assertThat(limiter.bucketsOf(Policy.ADDRESS).count()).isLessThanOrEqualTo(100);
    }

    /**
     * The table always has room for the address, because networks leave a quarter of it free; an address without room
     * would use the shared bucket first and a bucket of its own later.
     */
    @Test
    void removalDuringAcquisitionsGrantsNothingTwice() throws Exception {
        Rates slow = Rates.DEFAULT.subjects(8).limit(Policy.ADDRESS, new Limit(1, 1));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        int removed = 0;
        try {
            for (int round = 0; round < 2_000; round++) {
                BucketRateLimiter limiter = limiter(slow);
                limiter.tryAcquire(Subjects.address(NEWCOMER), 1);
                time.advance(Duration.ofMinutes(2));
                useNetworks(limiter, 5, 1);
                SubjectBucket before = bucketOf(limiter, NEWCOMER);
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Integer> own = threads.submit(() -> {
                    start.await();
                    return granted(limiter, NEWCOMER);
                });
                Future<?> others = threads.submit(() -> {
                    start.await();
                    return limiter.tryAcquire(Subjects.address("2001:db8:1::1"), 1);
                });
                others.get();
                int first = own.get();
                removed += bucketOf(limiter, NEWCOMER) == before ? 0 : 1;

                assertThat(first + granted(limiter, NEWCOMER))
                        .as("round %s", round)
                        .isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(removed).as("rounds in which the bucket was removed").isPositive();
    }

    private BucketRateLimiter limiter(Rates rates) {
        return new BucketRateLimiter(rates.settings(), time);
    }

    private static SubjectBucket bucketOf(BucketRateLimiter limiter, String address) {
        return limiter.bucketsOf(Policy.ADDRESS).all().stream()
                .filter(bucket -> address.equals(bucket.name()))
                .findFirst()
                .orElse(null);
    }

    /** Acquires tokens for this many different /64 networks of one /48. */
    private static int useNetworks(BucketRateLimiter limiter, int networks, int weight) {
        for (int i = 0; i < networks; i++) {
            limiter.tryAcquire(Subjects.address("2001:db8:0:" + Integer.toHexString(i) + "::1"), weight);
        }
        return networks;
    }

    private static int granted(BucketRateLimiter limiter, String address) {
        int granted = 0;
        while (limiter.tryAcquire(Subjects.address(address), 1).isGranted()) {
            granted++;
        }
        return granted;
    }
}
