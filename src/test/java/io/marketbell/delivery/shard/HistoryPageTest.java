package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.notification.Notification;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A page of history stays in memory until its client has room for it, so the page size depends on the weight of the
 * notifications.
 */
class HistoryPageTest extends DeliveryHubFixture {
    private final RecordingTransport transport = new RecordingTransport();

    @Test
    void largeBodiesAreReadInSmallPages() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        Notification large = Sample.withBody(Sample.fill("alice"), "{\"note\":\"" + "x".repeat(16_000) + "\"}");
        for (int i = 0; i < 150; i++) {
            journal.commit(large);
        }

        subscribe(open("alice", transport), 0);

        await().until(() -> transport.offsets().size() == 150);
        assertThat(journal.limits).allMatch(limit -> limit <= 33);
    }

    @Test
    void smallBodiesAreReadInLargePages() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(500);

        subscribe(open("alice", transport), 0);

        await().until(() -> transport.offsets().size() == 500);
        assertThat(journal.limits).startsWith(32, 200, 200);
    }
}
