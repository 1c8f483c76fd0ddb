package io.marketbell.delivery.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import io.marketbell.delivery.LastValue;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import io.marketbell.notification.wire.MalformedMessage;
import io.marketbell.notification.wire.MessageWriter;
import io.marketbell.notification.wire.NotificationCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VolatileMessagesTest {
    private final VolatileMessages messages = new VolatileMessages();

    @Test
    void theNotificationsOfAMessageAreReadInTheirOrder() {
        Notification older = Sample.price("AAPL", "1");
        Notification newer = Sample.price("AAPL", "2");
        Notification position = Sample.position("alice", "AAPL");
        List.of(older, newer, position).forEach(messages::add);

        Message message = onlyMessage();
        assertThat(message.topic()).isEqualTo(BusTopic.VOLATILE);
        assertThat(VolatileMessages.read(message.payload()).notifications()).containsExactly(older, newer, position);
    }

    @Test
    void aMessageReplacesTheLastValuesByKeyAndUser() {
        Notification older = Sample.price("AAPL", "1");
        Notification newer = Sample.price("AAPL", "2");
        Notification position = Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", List.of("alice", "bob"));
        List.of(newer, older, position).forEach(messages::add);

        List<SharedValue> values = onlyMessage().values();
        assertThat(values).extracting(SharedValue::key).doesNotHaveDuplicates().hasSize(3);
        assertThat(values).extracting(SharedValue::id).containsExactly(newer.id(), position.id(), position.id());
        assertThat(values.stream()
                        .map(value -> VolatileMessages.read(value.content())
                                .notifications()
                                .get(0)))
                .containsExactly(newer, position.addressedTo("alice"), position.addressedTo("bob"));
    }

    @Test
    void aLastValueHasTheSameFormWhenItIsStoredAgain() {
        Notification price = Sample.price("AAPL", "1");
        Notification position = Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", List.of("alice", "bob"));
        List.of(price, position).forEach(messages::add);

        List<SharedValue> again = List.of(
                VolatileMessages.value(new LastValue(null, price)),
                VolatileMessages.value(new LastValue("alice", position)),
                VolatileMessages.value(new LastValue("bob", position)));
        assertThat(again).usingRecursiveComparison().isEqualTo(onlyMessage().values());
    }

    @Test
    void messagesAreBoundedInBytes() {
        String body = "{\"a\":\"" + "x".repeat(16_000) + "\"}";
        List<Notification> prices = IntStream.range(0, 100)
                .mapToObj(i -> Sample.withBody(Sample.price("I" + i), body))
                .toList();
        prices.forEach(messages::add);

        List<Message> list = messages.toList();
        assertThat(list).hasSizeGreaterThan(5).allMatch(message -> message.payload().length < 256 << 10);
        List<Notification> read = new ArrayList<>();
        list.forEach(
                message -> read.addAll(VolatileMessages.read(message.payload()).notifications()));
        assertThat(read).isEqualTo(prices);
    }

    @Test
    void messagesAreBoundedInTheNumberOfValuesAndTheNotificationIsInTheLastOne() {
        List<String> users = IntStream.range(0, 1_000).mapToObj(i -> "user" + i).toList();
        Notification position = Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", users);
        messages.add(position);

        List<Message> list = messages.toList();
        assertThat(list).hasSize(3).allMatch(message -> message.values().size() <= VolatileMessages.VALUES);
        assertThat(list.get(0).payload()).hasSize(1);
        assertThat(VolatileMessages.read(list.get(2).payload()).notifications()).containsExactly(position);
    }

    @Test
    void theValuesOfANotificationAreNotStoredIfTheyAreTooLargeInTotal() {
        List<String> users = IntStream.range(0, 1_000).mapToObj(i -> "user" + i).toList();
        Notification large = Sample.withBody(
                Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", users),
                "{\"a\":\"" + "x".repeat(16_000) + "\"}");
        messages.add(large);

        Message message = onlyMessage();
        assertThat(message.values()).isEmpty();
        assertThat(VolatileMessages.read(message.payload()).notifications()).containsExactly(large);
    }

    @Test
    void withoutNotificationsThereIsNoMessage() {
        assertThat(messages.toList()).isEmpty();
    }

    @Test
    void aNotificationThatIsNotUnderstoodDoesNotAffectTheOthers() {
        Notification price = Sample.price("AAPL");
        MessageWriter durable = new MessageWriter(100);
        NotificationCodec.write(durable, Sample.fill("alice"));
        MessageWriter volatileOne = new MessageWriter(100);
        NotificationCodec.write(volatileOne, price);
        byte[] payload = new MessageWriter(100)
                .number(1)
                .part("of a later release".getBytes())
                .part(durable.toBytes())
                .part(volatileOne.toBytes())
                .toBytes();

        VolatileMessages.Content content = VolatileMessages.read(payload);
        assertThat(content.notifications()).containsExactly(price);
        assertThat(content.malformed()).isEqualTo(2);
    }

    @Test
    void aMessageOfALaterVersionIsRejected() {
        byte[] payload = new MessageWriter(10).number(2).toBytes();

        assertThatThrownBy(() -> VolatileMessages.read(payload)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void randomBytesAreRejectedWithoutAnotherException() {
        List.of(Sample.price("AAPL", "1"), Sample.position("alice", "AAPL")).forEach(messages::add);
        byte[] original = onlyMessage().payload();
        Random random = new Random(3);
        int rejected = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = original.clone();
            for (int change = 0; change < 3; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                rejected += VolatileMessages.read(bytes).malformed();
            } catch (MalformedMessage e) {
                rejected++;
            }
        }
        assertThat(rejected).isPositive();
    }

    private Message onlyMessage() {
        List<Message> list = messages.toList();
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
