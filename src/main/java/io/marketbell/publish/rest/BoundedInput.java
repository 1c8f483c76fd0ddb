package io.marketbell.publish.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts and limits the bytes of a request while they are read: the declared length may be absent or wrong. */
final class BoundedInput extends FilterInputStream {
    private long left;

    BoundedInput(InputStream in, long maximum) {
        super(in);
        this.left = maximum;
    }

    /** The input has more bytes than allowed. */
    static final class TooLong extends IOException {}

    @Override
    public int read() throws IOException {
        int read = in.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int read) throws IOException {
        left -= read;
        if (left < 0) {
            throw new TooLong();
        }
    }
}
