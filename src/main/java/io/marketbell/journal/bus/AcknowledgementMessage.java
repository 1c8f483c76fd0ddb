package io.marketbell.journal.bus;

import io.marketbell.notification.wire.MalformedMessage;
import io.marketbell.notification.wire.MessageReader;
import io.marketbell.notification.wire.MessageWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * Acknowledgements that a node accepted. In the message, later releases may add fields at the end.
 *
 * @param epoch the log to which the offsets belong
 * @param offsets the highest acknowledged offset of each user
 */
record AcknowledgementMessage(String epoch, Map<String, Long> offsets) {
    private static final int VERSION = 1;
    private static final int USER_BYTES = 24;

    AcknowledgementMessage {
        offsets = Map.copyOf(offsets);
    }

    byte[] encode() {
        MessageWriter message = new MessageWriter(USER_BYTES * (offsets.size() + 2))
                .number(VERSION)
                .text(epoch)
                .number(offsets.size());
        offsets.forEach((user, offset) -> message.text(user).number(offset));
        return message.toBytes();
    }

    /** @throws MalformedMessage if the message cannot be read */
    static AcknowledgementMessage decode(byte[] bytes) {
        MessageReader message = new MessageReader(bytes);
        long version = message.number();
        if (version != VERSION) {
            throw new MalformedMessage("unknown version of an acknowledgement message: " + version);
        }
        String epoch = message.requiredText();
        int count = message.count();
        Map<String, Long> offsets = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String user = message.requiredText();
            long offset = message.number();
            if (offset < 0) {
                throw new MalformedMessage("a negative offset");
            }
            offsets.merge(user, offset, Math::max);
        }
        return new AcknowledgementMessage(epoch, offsets);
    }
}
