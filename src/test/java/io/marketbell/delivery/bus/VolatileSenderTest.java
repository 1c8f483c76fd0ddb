package io.marketbell.delivery.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.Bus;
import io.marketbell.delivery.LastValue;
import io.marketbell.notification.HeapEstimate;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VolatileSenderTest {
    private final ScriptedBus bus = new ScriptedBus();
    private final RecordingDelivery delivery = new RecordingDelivery();
    private final VolatileCounters counters = new VolatileCounters();
    private final VolatileSender sender = new VolatileSender(bus, delivery, counters, 1 << 20);

    @Test
    void notificationsAreCollectedInOneMessage() {
        Notification first = Sample.price("AAPL");
        Notification second = Sample.price("MSFT");
        sender.add(List.of(first));
        sender.add(List.of(second));
        assertThat(sender.waitingBytes()).isPositive();

        sender.flush();

        assertThat(bus.sent).hasSize(1);
        assertThat(sent()).containsExactly(first, second);
        assertThat(counters.sent.sum()).isEqualTo(2);
        assertThat(sender.waitingBytes()).isZero();
    }

    @Test
    void durableNotificationsAreNotSent() {
        sender.add(List.of(Sample.fill("alice")));
        sender.flush();

        assertThat(bus.sent).isEmpty();
    }

    @Test
    void whatCouldNotBeSentIsRepeatedIfItIsStillALastValue() {
        Notification before = Sample.price("MSFT");
        Notification replaced = Sample.price("AAPL");
        Notification lost = Sample.price("AAPL");
        bus.state = Bus.State.AWAY;
        sender.add(List.of(replaced, lost));
        sender.flush();
        delivery.values = List.of(new LastValue(null, lost), new LastValue(null, before));
        sender.repeat();
        assertThat(bus.sent).isEmpty();
        assertThat(counters.unsent.sum()).isEqualTo(2);

        bus.state = Bus.State.UP;
        sender.repeat();
        assertThat(sent()).containsExactly(lost);

        sender.repeat();
        assertThat(sent()).containsExactly(lost);
    }

    @Test
    void aRepetitionContinuesWhereTheBusHadNoRoom() {
        List<Notification> prices =
                IntStream.range(0, 2_000).mapToObj(i -> Sample.price("I" + i)).toList();
        bus.state = Bus.State.AWAY;
        sender.add(prices);
        sender.flush();
        delivery.values =
                prices.stream().map(price -> new LastValue(null, price)).toList();
        bus.state = Bus.State.UP;
        bus.room = 1;
        sender.repeat();
        assertThat(sent()).hasSizeBetween(1, 1_999);

        bus.room = 1_000;
        sender.repeat();

        assertThat(sent()).isEqualTo(prices);
    }

    @Test
    void lastValuesThatCannotBeReadAreRepeatedLater() {
        Notification price = Sample.price("AAPL");
        bus.room = 0;
        sender.add(List.of(price));
        sender.flush();
        bus.room = 10;
        delivery.values = null;
        sender.repeat();
        assertThat(bus.sent).isEmpty();

        delivery.values = List.of(new LastValue(null, price));
        sender.repeat();

        assertThat(sent()).containsExactly(price);
    }

    @Test
    void whatTheFullQueueDisplacedIsRepeated() {
        Notification displaced = Sample.price("AAPL");
        VolatileSender small = new VolatileSender(bus, delivery, counters, HeapEstimate.of(displaced));
        Notification waiting = Sample.price("MSFT");
        small.add(List.of(displaced, waiting));
        small.flush();
        assertThat(sent()).containsExactly(waiting);
        assertThat(counters.unsent.sum()).isOne();

        delivery.values = List.of(new LastValue(null, displaced));
        small.repeat();

        assertThat(sent()).containsExactly(waiting, displaced);
    }

    @Test
    void notificationsThatTheBusHadAcceptedBeforeItWasAwayAreRepeated() {
        Notification price = Sample.price("AAPL");
        sender.add(List.of(price));
        sender.flush();
        delivery.values = List.of(new LastValue(null, price));

        sender.lost(Instant.EPOCH.plusSeconds(100));
        sender.repeat();

        assertThat(sent()).containsExactly(price, price);
    }

    @Test
    void aNotificationThatCannotBeEncodedDoesNotAffectTheOthers() {
        Notification price = Sample.price("AAPL");
        Notification unusual = new Notification(
                price.id(),
                price.type(),
                price.priority(),
                Instant.MAX,
                "MSFT",
                null,
                List.of(),
                0,
                price.expiresAt(),
                null,
                null,
                "publisher",
                price.acceptedAt(),
                null,
                null);
        sender.add(List.of(unusual, price));

        sender.flush();

        assertThat(sent()).containsExactly(price);
    }

    private List<Notification> sent() {
        List<Notification> sent = new ArrayList<>();
        bus.sent.forEach(
                message -> sent.addAll(VolatileMessages.read(message.payload()).notifications()));
        return sent;
    }
}
