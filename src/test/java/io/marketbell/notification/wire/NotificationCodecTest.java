package io.marketbell.notification.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NotificationCodecTest {
    private static final Notification COMPLETE = new Notification(
            "01JD0000000000000000000001",
            NotificationType.ORDER_FILLED,
            Priority.HIGH,
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            "AAPL",
            "alpaca",
            List.of("alice", "bob"),
            Long.MAX_VALUE,
            Instant.parse("2126-11-23T10:00:00.000001Z"),
            "key-1",
            "{\"text\":\"Käse \uD83E\uDDC0\"}",
            "exchange",
            Sample.NOW,
            "https://example.com/callback",
            "01JD0000000000000000000000");

    private static byte[] written(Notification... notifications) {
        MessageWriter message = new MessageWriter(0);
        for (Notification notification : notifications) {
            NotificationCodec.write(message, notification);
        }
        return message.toBytes();
    }

    @Test
    void everyFieldIsReadBack() {
        assertThat(NotificationCodec.read(new MessageReader(written(COMPLETE)))).isEqualTo(COMPLETE);
    }

    @Test
    void absentFieldsAreReadBackAsAbsent() {
        Notification price = Sample.price("AAPL");
        Notification notice = Sample.notice();
        MessageReader message = new MessageReader(written(price, notice));

        assertThat(NotificationCodec.read(message)).isEqualTo(price);
        assertThat(NotificationCodec.read(message)).isEqualTo(notice);
        assertThat(message.hasMore()).isFalse();
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        byte[] known = written(COMPLETE);
        byte[] one = Arrays.copyOfRange(known, 2, known.length);
        byte[] longer = Arrays.copyOf(one, one.length + 5);
        MessageWriter message = new MessageWriter(0).part(longer);
        NotificationCodec.write(message, Sample.notice());

        MessageReader reader = new MessageReader(message.toBytes());

        assertThat(NotificationCodec.read(reader)).isEqualTo(COMPLETE);
        assertThat(NotificationCodec.read(reader).type()).isEqualTo(NotificationType.SYSTEM_NOTICE);
    }

    @Test
    void everyShorterMessageIsMalformed() {
        byte[] complete = written(COMPLETE);
        for (int size = 0; size < complete.length; size++) {
            MessageReader message = new MessageReader(Arrays.copyOf(complete, size));
            assertThatThrownBy(() -> NotificationCodec.read(message)).isInstanceOf(MalformedMessage.class);
        }
    }

    @Test
    void unknownTypeIsMalformed() {
        byte[] changed = written(COMPLETE);
        changed[new String(changed, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("ORDER_FILLED")] = 'X';

        assertThatThrownBy(() -> NotificationCodec.read(new MessageReader(changed)))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void randomBytesNeverCauseAnythingElseThanMalformedMessage() {
        Random random = new Random(7);
        byte[] complete = written(COMPLETE);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = complete.clone();
            for (int change = 0; change < 3; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(NotificationCodec.read(new MessageReader(bytes))).isNotNull();
            } catch (MalformedMessage e) {
                assertThat(e).hasMessageContaining("");
            }
        }
    }

    @Test
    void numbersAreReadBack() {
        long[] numbers = {0, 1, 127, 128, 300, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE};
        MessageWriter message = new MessageWriter(0);
        for (long number : numbers) {
            message.number(number);
        }
        MessageReader reader = new MessageReader(message.toBytes());
        for (long number : numbers) {
            assertThat(reader.number()).isEqualTo(number);
        }
    }

    @Test
    void truncatedWriterContinuesThere() {
        MessageWriter message = new MessageWriter(0).text("kept");
        int size = message.size();
        message.text("removed").truncate(size);
        message.text("added");

        MessageReader reader = new MessageReader(message.toBytes());
        assertThat(reader.text()).isEqualTo("kept");
        assertThat(reader.text()).isEqualTo("added");
        assertThat(reader.hasMore()).isFalse();
    }
}
