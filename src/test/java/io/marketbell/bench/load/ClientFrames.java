package io.marketbell.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames sent by a client: unfragmented and masked, as RFC 6455 section 5.3 requires. */
final class ClientFrames {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PONG = 0x8a;

    private ClientFrames() {}

    static ByteBuffer text(String text, int mask) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return frame(TEXT, payload, 0, payload.length, mask);
    }

    static ByteBuffer pong(byte[] bytes, int from, int to, int mask) {
        return frame(PONG, bytes, from, to - from, mask);
    }

    static ByteBuffer close(int code, int mask) {
        return frame(CLOSE, new byte[] {(byte) (code >>> 8), (byte) code}, 0, 2, mask);
    }

    private static ByteBuffer frame(int first, byte[] payload, int from, int length, int mask) {
        ByteBuffer frame = ByteBuffer.allocate(length + 14);
        frame.put((byte) first);
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(length);
        }
        frame.putInt(mask);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (payload[from + i] ^ mask >>> 24 - 8 * (i & 3)));
        }
        return frame.flip();
    }
}
