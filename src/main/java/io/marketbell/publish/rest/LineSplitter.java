package io.marketbell.publish.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Splits a stream of bytes at line feeds. It does not decode the bytes, so a line that is not valid UTF-8 does not
 * affect other lines.
 */
final class LineSplitter {
    private final InputStream in;
    private final int maximum;
    private final byte[] buffer = new byte[8_192];
    private int from;
    private int to;
    private boolean tooLong;

    /** @param maximum maximum number of stored bytes of a line */
    LineSplitter(InputStream in, int maximum) {
        this.in = in;
        this.maximum = maximum;
    }

    /** Returns whether the last returned line exceeds the maximum and is truncated. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Returns the next line without its line feed, valid until the next call; null after the last. */
    ByteBuffer next() throws IOException {
        ByteArrayOutputStream earlier = null;
        tooLong = false;
        while (true) {
            for (int i = from; i < to; i++) {
                if (buffer[i] == '\n') {
                    ByteBuffer line = line(earlier, i);
                    from = i + 1;
                    return line;
                }
            }
            if (from < to) {
                earlier = earlier == null ? new ByteArrayOutputStream() : earlier;
                keep(earlier, to);
            }
            from = 0;
            to = Math.max(0, in.read(buffer));
            if (to == 0) {
                return earlier == null ? null : ByteBuffer.wrap(earlier.toByteArray());
            }
        }
    }

    private ByteBuffer line(ByteArrayOutputStream earlier, int end) {
        if (earlier == null) {
            return ByteBuffer.wrap(buffer, from, end - from);
        }
        keep(earlier, end);
        return ByteBuffer.wrap(earlier.toByteArray());
    }

    private void keep(ByteArrayOutputStream earlier, int end) {
        int length = Math.min(end - from, maximum - earlier.size());
        tooLong |= length < end - from;
        earlier.write(buffer, from, length);
    }
}
