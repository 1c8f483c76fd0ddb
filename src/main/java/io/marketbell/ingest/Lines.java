package io.marketbell.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Splits a stream at its line feeds, as bytes: so that a line which is no UTF-8 spoils itself only. */
final class Lines {
    private final InputStream in;
    private final byte[] buffer = new byte[8_192];
    private int from;
    private int to;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, valid until the next call; null after the last. */
    ByteBuffer next() throws IOException {
        ByteArrayOutputStream earlier = null;
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
                earlier.write(buffer, from, to - from);
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
        earlier.write(buffer, from, end - from);
        return ByteBuffer.wrap(earlier.toByteArray());
    }
}
