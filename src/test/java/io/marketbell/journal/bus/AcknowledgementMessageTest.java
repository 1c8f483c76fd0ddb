package io.marketbell.journal.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.notification.wire.MalformedMessage;
import io.marketbell.notification.wire.MessageWriter;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AcknowledgementMessageTest {
    private final AcknowledgementMessage message =
            new AcknowledgementMessage("e1", Map.of("alice", 7L, "jürgen", Long.MAX_VALUE));

    @Test
    void messageIsReadBack() {
        assertThat(AcknowledgementMessage.decode(message.encode())).isEqualTo(message);
    }

    @Test
    void fieldsOfALaterReleaseAreIgnored() {
        byte[] bytes = message.encode();

        assertThat(AcknowledgementMessage.decode(Arrays.copyOf(bytes, bytes.length + 3)))
                .isEqualTo(message);
    }

    @Test
    void everyShorterMessageIsMalformed() {
        byte[] bytes = message.encode();
        for (int size = 0; size < bytes.length; size++) {
            byte[] shorter = Arrays.copyOf(bytes, size);
            assertThatThrownBy(() -> AcknowledgementMessage.decode(shorter)).isInstanceOf(MalformedMessage.class);
        }
    }

    @Test
    void anotherVersionAndANegativeOffsetAreMalformed() {
        byte[] other = message.encode();
        other[0] = 2;
        byte[] negative = new MessageWriter(9)
                .number(1)
                .text("e1")
                .number(1)
                .text("alice")
                .number(-1)
                .toBytes();

        assertThatThrownBy(() -> AcknowledgementMessage.decode(other)).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> AcknowledgementMessage.decode(negative)).isInstanceOf(MalformedMessage.class);
    }
}
