package io.marketbell.delivery.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.LastValue;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VolatileReceiverTest {
    private final RecordingDelivery delivery = new RecordingDelivery();
    private final VolatileCounters counters = new VolatileCounters();
    private final List<Notification> heard = new ArrayList<>();
    private final Set<String> invalidIds = new HashSet<>();
    private final VolatileReceiver receiver = new VolatileReceiver(
            delivery, id -> !invalidIds.contains(id), heard::addAll, () -> Sample.NOW, counters, 1 << 20);

    @Test
    void notificationsOfAMessageAreDelivered() {
        Notification first = Sample.price("AAPL");
        Notification second = Sample.price("AAPL");
        receive(first, second);
        assertThat(receiver.isIdle()).isFalse();

        receiver.deliver();

        assertThat(delivery.live).containsExactly(first, second);
        assertThat(heard).containsExactly(first, second);
        assertThat(counters.received.sum()).isEqualTo(2);
        assertThat(receiver.isIdle()).isTrue();
    }

    @Test
    void expiredNotificationsAreKeptAsLastValuesOnly() {
        Notification expired = Sample.expiring(Sample.price("AAPL"), Duration.ZERO);
        receive(expired);

        receiver.deliver();

        assertThat(delivery.live).isEmpty();
        assertThat(delivery.kept).containsExactly(expired);
        assertThat(counters.late.sum()).isOne();
    }

    @Test
    void malformedMessagesAreCountedAndDropped() {
        Notification price = Sample.price("AAPL");
        receiver.received(new byte[] {9, 9, 9});
        receiver.received(new byte[0]);
        receive(price);

        receiver.deliver();

        assertThat(delivery.live).containsExactly(price);
        assertThat(counters.malformed.sum()).isEqualTo(2);
    }

    @Test
    void notificationsWithInvalidIdsAreCountedAndDropped() {
        Notification invalid = Sample.price("AAPL");
        Notification price = Sample.price("AAPL");
        invalidIds.add(invalid.id());
        receive(invalid, price);

        receiver.deliver();

        assertThat(delivery.live).containsExactly(price);
        assertThat(heard).containsExactly(price);
        assertThat(counters.malformed.sum()).isOne();
    }

    @Test
    void whileDeliveryHasNoRoomOnlyTheNewestOfEachKeyWaits() {
        Notification older = Sample.price("AAPL");
        Notification other = Sample.price("MSFT");
        Notification newer = Sample.price("AAPL");
        delivery.room = false;
        receive(newer);
        receiver.deliver();
        receive(older, other);
        receiver.deliver();
        assertThat(delivery.live).isEmpty();
        assertThat(receiver.isIdle()).isFalse();
        assertThat(receiver.waitingBytes()).isPositive();

        delivery.room = true;
        receiver.deliver();

        assertThat(delivery.live).containsExactly(newer, other);
        assertThat(counters.dropped.sum()).isOne();
        assertThat(receiver.waitingBytes()).isZero();
    }

    @Test
    void storedLastValuesAreDeliveredButAreNoPublications() {
        Notification price = Sample.price("AAPL");
        Notification position = Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", List.of("alice", "bob"));
        Notification expired = Sample.expiring(Sample.price("MSFT"), Duration.ZERO);
        receiver.loaded(List.of(
                VolatileMessages.value(new LastValue(null, price)),
                VolatileMessages.value(new LastValue("bob", position)),
                VolatileMessages.value(new LastValue(null, expired))));

        receiver.deliver();

        assertThat(delivery.live).containsExactly(price, position.addressedTo("bob"));
        assertThat(delivery.kept).containsExactly(expired);
        assertThat(heard).isEmpty();
    }

    @Test
    void storedLastValuesAreNotDroppedIfThereAreMoreThanTheQueueHolds() {
        List<Notification> prices =
                IntStream.range(0, 1_000).mapToObj(i -> Sample.price("I" + i)).toList();
        VolatileReceiver small =
                new VolatileReceiver(delivery, id -> true, heard::addAll, () -> Sample.NOW, counters, 10_000);
        Thread loading = new Thread(() ->
                prices.forEach(price -> small.loaded(List.of(VolatileMessages.value(new LastValue(null, price))))));
        loading.start();
        while (loading.isAlive()) {
            small.await(10, 10);
            small.deliver();
        }
        small.deliver();

        assertThat(delivery.live).isEqualTo(prices);
        assertThat(counters.dropped.sum()).isZero();
    }

    @Test
    void messagesThatWaitToBeDecodedAreBoundedInBytes() {
        VolatileReceiver small =
                new VolatileReceiver(delivery, id -> true, heard::addAll, () -> Sample.NOW, counters, 150);
        Notification newest = Sample.price("AAPL");
        small.received(payload(Sample.price("AAPL")));
        small.received(payload(newest));

        small.deliver();

        assertThat(delivery.live).containsExactly(newest);
        assertThat(counters.dropped.sum()).isOne();
    }

    private void receive(Notification... notifications) {
        receiver.received(payload(notifications));
    }

    private static byte[] payload(Notification... notifications) {
        VolatileMessages messages = new VolatileMessages();
        List.of(notifications).forEach(messages::add);
        return messages.toList().get(0).payload();
    }
}
