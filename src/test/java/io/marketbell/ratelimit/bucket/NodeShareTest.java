package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeShareTest {
    private static final Limit LIMIT = new Limit(600, 300);
    private static final ShareSize THIRD = new ShareSize(3, 10);
    private static final long TENTH = TimeUnit.MILLISECONDS.toNanos(100);

    private final NodeShare share = new NodeShare();

    /** A request that has waited for the shared bucket uses the share with the time at which it began. */
    @Test
    void timeThatWasCountedIsNotCountedAgainForAnOlderRequest() {
        share.use(LIMIT, THIRD, 0, 0);
        share.use(LIMIT, THIRD, 0, TENTH);
        assertThat(share.tokens()).isEqualTo(20);

        share.use(LIMIT, THIRD, 0, 0);
        share.use(LIMIT, THIRD, 0, TENTH);

        assertThat(share.tokens()).isEqualTo(20);
    }
}
