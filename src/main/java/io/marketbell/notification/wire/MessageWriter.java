package io.marketbell.notification.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the fields of a message: whole numbers as variable-length integers (as Protocol Buffers do, unsigned), texts
 * and parts with their length before them. Not thread-safe.
 */
public final class MessageWriter {
    private byte[] bytes;
    private int size;

    public MessageWriter(int expectedSize) {
        bytes = new byte[Math.max(16, expectedSize)];
    }

    public int size() {
        return size;
    }

    /** Removes everything after the first bytes. */
    public void truncate(int toSize) {
        size = toSize;
    }

    public MessageWriter number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** @param text may be null */
    public MessageWriter text(String text) {
        return text == null ? number(0) : part(text.getBytes(StandardCharsets.UTF_8), 1);
    }

    /** Writes bytes with their length before them. */
    public MessageWriter part(byte[] part) {
        return part(part, 0);
    }

    private MessageWriter part(byte[] part, int lengthPlus) {
        number((long) part.length + lengthPlus);
        room(part.length);
        System.arraycopy(part, 0, bytes, size, part.length);
        size += part.length;
        return this;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
