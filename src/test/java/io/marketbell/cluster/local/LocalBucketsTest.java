package io.marketbell.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.SharedBuckets;
import io.marketbell.cluster.SharedBucketsContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalBucketsTest extends SharedBucketsContract {
    private final AtomicLong micros = new AtomicLong(1_700_000_000_000_000L);
    private final LocalBuckets buckets = new LocalBuckets(micros::get);

    @Override
    protected SharedBuckets node(int node) {
        return buckets;
    }

    @Override
    protected void advance(Duration time) {
        micros.addAndGet(time.toNanos() / 1_000);
    }

    @Test
    void bucketIsKeptUntilItIsFullAmongManyOthers() {
        buckets.draw(List.of(new SharedBuckets.Draw("slow", 1, 3_600, 3_600, true)));
        for (int i = 0; i < 20_000; i++) {
            advance(Duration.ofMillis(1));
            buckets.draw(List.of(new SharedBuckets.Draw("fast" + i, 1_000, 1_000, 1, true)));
        }
        assertThat(buckets.draw(List.of(new SharedBuckets.Draw("slow", 1, 3_600, 0, true)))
                        .orElseThrow()
                        .levels()
                        .get(0)
                        .tokens())
                .isEqualTo(20);
    }
}
