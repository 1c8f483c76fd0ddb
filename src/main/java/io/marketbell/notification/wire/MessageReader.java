package io.marketbell.notification.wire;

import java.nio.charset.StandardCharsets;

/** Reads what a {@link MessageWriter} has written. Every method throws {@link MalformedMessage} at an unexpected end. */
public final class MessageReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    public MessageReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private MessageReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position >= end) {
                throw new MalformedMessage("the message ends in a number");
            }
            byte next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedMessage("a number has more than 64 bits");
    }

    /** Reads a number of elements, each of which takes at least one byte. */
    public int count() {
        return length(number());
    }

    /** Returns null if null was written. */
    public String text() {
        long lengthPlusOne = number();
        if (lengthPlusOne == 0) {
            return null;
        }
        int length = length(lengthPlusOne - 1);
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    /** Returns a text that must not be null. */
    public String requiredText() {
        String text = text();
        if (text == null) {
            throw new MalformedMessage("a required text is missing");
        }
        return text;
    }

    /** Returns a reader of a part; what it does not read is skipped. */
    public MessageReader part() {
        int length = length(number());
        position += length;
        return new MessageReader(bytes, position - length, position);
    }

    private int length(long length) {
        if (length < 0 || length > end - position) {
            throw new MalformedMessage("a length exceeds the message");
        }
        return (int) length;
    }

    public boolean hasMore() {
        return position < end;
    }
}
