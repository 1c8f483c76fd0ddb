package io.marketbell.cluster.redis;

import io.marketbell.cluster.SharedValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Encodes the last values that a node stores again, for the other nodes. */
final class ValuesCodec {
    /** The topic of these messages, which are internal to the bus. */
    static final String TOPIC = "values";

    private static final int VERSION = 1;

    private ValuesCodec() {}

    static byte[] encode(List<SharedValue> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(VERSION);
            out.writeInt(values.size());
            for (SharedValue value : values) {
                out.writeUTF(value.key());
                out.writeUTF(value.id());
                out.writeLong(value.keep().toMillis());
                out.writeInt(value.content().length);
                out.write(value.content());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Returns no values of an unknown version.
     *
     * @throws IllegalArgumentException if the bytes are malformed
     */
    static List<SharedValue> decode(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (in.readUnsignedByte() != VERSION) {
                return List.of();
            }
            int count = in.readInt();
            List<SharedValue> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(value(in));
            }
            return values;
        } catch (IOException e) {
            throw new IllegalArgumentException("malformed last values", e);
        }
    }

    private static SharedValue value(DataInputStream in) throws IOException {
        String key = in.readUTF();
        String id = in.readUTF();
        Duration keep = Duration.ofMillis(in.readLong());
        int length = in.readInt();
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new IOException("the content ends too early");
        }
        return new SharedValue(key, id, content, keep);
    }
}
