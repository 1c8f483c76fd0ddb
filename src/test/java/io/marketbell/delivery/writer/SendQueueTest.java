package io.marketbell.delivery.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.outbox.OfferResult;
import io.marketbell.notification.Sample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The default batch delay of 100 ms applies. */
class SendQueueTest {
    private static final long MILLI = 1_000_000L;

    private long nanos = 1;
    private final List<RoutedNotification> inTransit = new ArrayList<>();
    private final SendListener listener = new SendListener() {
        @Override
        public void writing(List<RoutedNotification> durables) {
            inTransit.addAll(durables);
        }

        @Override
        public void expired(int count) {}

        @Override
        public void forgotten(int count) {}

        @Override
        public void confirmed(List<RoutedNotification> durables) {}

        @Override
        public void failed(List<RoutedNotification> durables) {}

        @Override
        public void written(Frame frame) {}

        @Override
        public void nothingWritten() {}

        @Override
        public void closed(DisconnectReason reason) {}
    };
    private final SendQueue queue =
            new SendQueue(DeliverySettings.defaults(), new Clocks(() -> nanos, () -> Sample.NOW), null);

    private OfferResult offerPrice() {
        return queue.offer(new RoutedNotification(Sample.price("AAPL")).fresh());
    }

    private void advance(long millis) {
        nanos += millis * MILLI;
    }

    @Test
    void aTakenDurableNotificationIsReportedAsInTransit() {
        RoutedNotification fill = new RoutedNotification(Sample.fill("alice").at(1));
        queue.offer(fill.fresh());

        Frame frame = queue.take(listener);

        assertThat(inTransit).containsExactly(fill);
        assertThat(frame.durables()).containsExactly(fill);
    }

    @Test
    void theAlarmOfABatchFlushesOnlyThatBatch() {
        offerPrice();
        assertThat(queue.needsTurn()).isFalse();
        assertThat(queue.flush(0)).isTrue();
        assertThat(queue.needsTurn()).isTrue();
        queue.take(listener);

        offerPrice();

        assertThat(queue.flush(0)).isFalse();
        assertThat(queue.needsTurn()).isFalse();
    }

    @Test
    void anOverdueBatchNeedsATurn() {
        offerPrice();
        advance(99);
        assertThat(queue.needsTurn()).isFalse();
        advance(1);
        assertThat(queue.needsTurn()).isTrue();
    }

    @Test
    void aBatchWhoseAlarmWasLostIsFlushed() {
        assertThat(queue.flushIfAlarmLost()).isFalse();
        offerPrice();
        advance(1_100);
        assertThat(queue.flushIfAlarmLost()).isFalse();
        advance(1);
        assertThat(queue.flushIfAlarmLost()).isTrue();
    }

    @Test
    void aCloseAfterDrainingWaitsForTheQueueUnlessItIsHurried() {
        offerPrice();
        assertThat(queue.close(DisconnectReason.SHUTTING_DOWN, true)).isTrue();
        assertThat(offerPrice()).isEqualTo(OfferResult.CLOSING);
        assertThat(queue.closeNow()).isNull();
        assertThat(queue.isBeingCutOff()).isFalse();
        assertThat(queue.close(DisconnectReason.REVOKED, true)).isFalse();

        assertThat(queue.close(DisconnectReason.GONE, false)).isTrue();

        assertThat(queue.closeNow()).isEqualTo(DisconnectReason.GONE);
        assertThat(queue.isBeingCutOff()).isTrue();
        assertThat(queue.close(DisconnectReason.REVOKED, false)).isFalse();
    }

    @Test
    void theLoadAtTheBeginningOfTheCloseIsKept() {
        offerPrice();
        advance(7);
        queue.close(DisconnectReason.TOO_SLOW, false);
        advance(7);

        assertThat(queue.outbox.isEmpty()).isTrue();
        assertThat(queue.load().waiting()).isEqualTo(1);
        assertThat(queue.load().delayNanos()).isEqualTo(7 * MILLI);
    }

    @Test
    void theDelayIncludesTheWriteInProgress() {
        offerPrice();
        advance(5);
        Frame frame = queue.take(listener);
        advance(5);
        assertThat(queue.load().delayNanos()).isEqualTo(10 * MILLI);

        queue.wrote(frame);
        queue.turnEnded();

        assertThat(queue.load()).isEqualTo(new SendLoad(0, 0, 0, 1, 1));
    }
}
