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
class SendStateTest {
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
        public void evicted(int count) {}

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
    private final SendState state =
            new SendState(DeliverySettings.defaults(), new Clocks(() -> nanos, () -> Sample.NOW), null);

    private OfferResult offerPrice() {
        return state.offer(new RoutedNotification(Sample.price("AAPL")).fresh());
    }

    private void advance(long millis) {
        nanos += millis * MILLI;
    }

    @Test
    void aTakenDurableNotificationIsReportedAsInTransit() {
        RoutedNotification fill = new RoutedNotification(Sample.fill("alice").at(1));
        state.offer(fill.fresh());

        Frame frame = state.take(listener);

        assertThat(inTransit).containsExactly(fill);
        assertThat(frame.durables()).containsExactly(fill);
    }

    @Test
    void theAlarmOfABatchFlushesOnlyThatBatch() {
        offerPrice();
        assertThat(state.needsTurn()).isFalse();
        assertThat(state.flush(0)).isTrue();
        assertThat(state.needsTurn()).isTrue();
        state.take(listener);

        offerPrice();

        assertThat(state.flush(0)).isFalse();
        assertThat(state.needsTurn()).isFalse();
    }

    @Test
    void anOverdueBatchNeedsATurn() {
        offerPrice();
        advance(99);
        assertThat(state.needsTurn()).isFalse();
        advance(1);
        assertThat(state.needsTurn()).isTrue();
    }

    @Test
    void aBatchWhoseAlarmWasLostIsFlushed() {
        assertThat(state.flushIfAlarmLost()).isFalse();
        offerPrice();
        advance(1_100);
        assertThat(state.flushIfAlarmLost()).isFalse();
        advance(1);
        assertThat(state.flushIfAlarmLost()).isTrue();
    }

    @Test
    void aCloseAfterDrainingWaitsForTheQueueUnlessItIsHurried() {
        offerPrice();
        assertThat(state.close(DisconnectReason.SHUTTING_DOWN, true)).isTrue();
        assertThat(offerPrice()).isEqualTo(OfferResult.CLOSING);
        assertThat(state.closeNow()).isNull();
        assertThat(state.isBeingCutOff()).isFalse();
        assertThat(state.close(DisconnectReason.REVOKED, true)).isFalse();

        assertThat(state.close(DisconnectReason.GONE, false)).isTrue();

        assertThat(state.closeNow()).isEqualTo(DisconnectReason.GONE);
        assertThat(state.isBeingCutOff()).isTrue();
        assertThat(state.close(DisconnectReason.REVOKED, false)).isFalse();
    }

    @Test
    void theLoadAtTheBeginningOfTheCloseIsKept() {
        offerPrice();
        advance(7);
        state.close(DisconnectReason.TOO_SLOW, false);
        advance(7);

        assertThat(state.outbox.isEmpty()).isTrue();
        assertThat(state.load().waiting()).isEqualTo(1);
        assertThat(state.load().delayNanos()).isEqualTo(7 * MILLI);
    }

    @Test
    void theDelayIncludesTheWriteInProgress() {
        offerPrice();
        advance(5);
        Frame frame = state.take(listener);
        advance(5);
        assertThat(state.load().delayNanos()).isEqualTo(10 * MILLI);

        state.wrote(frame);
        state.turnEnded();

        assertThat(state.load()).isEqualTo(new SendLoad(0, 0, 0, 1, 1));
    }
}
