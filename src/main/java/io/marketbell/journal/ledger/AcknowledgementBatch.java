package io.marketbell.journal.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The format of {@code journal_acknowledgement.acknowledgements}: names in modified UTF-8, each followed by the
 * acknowledged offset.
 */
final class AcknowledgementBatch {
    private AcknowledgementBatch() {}

    static byte[] toBytes(Map<String, Long> acknowledged) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            for (Map.Entry<String, Long> entry : acknowledged.entrySet()) {
                data.writeUTF(entry.getKey());
                data.writeLong(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Map<String, Long> read(byte[] bytes) {
        Map<String, Long> acknowledged = new LinkedHashMap<>();
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
            while (data.available() > 0) {
                acknowledged.put(data.readUTF(), data.readLong());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return acknowledged;
    }
}
