package io.marketbell.http.body;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a body in the gzip format (RFC 1952) and verifies the length and the checksum of each member. The end of
 * the body must be the end of a member. The classes of the JDK and the server itself accept other bytes after the last
 * member, and the server also accepts a body without a trailer. A damaged body is rejected with 400 when the damage is
 * read, so a reader must read to the end before it uses the content.
 */
final class GzipStream extends ServletInputStream {
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER_CHECKSUM = 2;
    private static final int RESERVED = 0xE0;

    private final ServletInputStream in;
    private final BodyReservation body;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[4_096];
    private int at;
    private int end;
    private State state = State.BEFORE_FIRST;

    private enum State {
        BEFORE_FIRST,
        IN_MEMBER,
        AFTER_MEMBER,
        AT_END,
        RELEASED
    }

    /** @param body charged for the decompressed bytes */
    GzipStream(ServletInputStream in, BodyReservation body) {
        this.in = in;
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (length > 0) {
            if (state == State.RELEASED) {
                throw new IOException("the body was released");
            }
            if (state != State.IN_MEMBER && !beginMember()) {
                return -1;
            }
            int read = inflate(bytes, offset, length);
            if (read > 0) {
                checksum.update(bytes, offset, read);
                body.charge(read);
                return read;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw damaged();
            } else {
                refill();
            }
        }
        return 0;
    }

    private int inflate(byte[] bytes, int offset, int length) {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw damaged();
        }
    }

    private void refill() throws IOException {
        if (!fill()) {
            throw incomplete();
        }
        inflater.setInput(buffer, at, end - at);
    }

    /** Returns false at the end of the body, if it is the end of a member. */
    private boolean beginMember() throws IOException {
        if (state == State.AT_END) {
            return false;
        }
        if (at == end && !fill()) {
            if (state == State.BEFORE_FIRST) {
                throw incomplete();
            }
            state = State.AT_END;
            inflater.end();
            return false;
        }
        checksum.reset();
        int identification = next() | next() << 8;
        int method = next();
        int flags = next();
        if (identification != 0x8B1F || method != 8 || (flags & RESERVED) != 0) {
            throw damaged();
        }
        skip(6); // time, level, system
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        skipTexts(Integer.bitCount(flags & (NAME | COMMENT)));
        if ((flags & HEADER_CHECKSUM) != 0) {
            int expected = (int) checksum.getValue() & 0xFFFF;
            if ((next() | next() << 8) != expected) {
                throw damaged();
            }
        }
        checksum.reset();
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        state = State.IN_MEMBER;
        return true;
    }

    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        long expected = checksum.getValue();
        long length = inflater.getBytesWritten() & 0xFFFF_FFFFL;
        if (number() != expected || number() != length) {
            throw damaged();
        }
        state = State.AFTER_MEMBER;
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    /** Each text ends with a zero byte. */
    private void skipTexts(int texts) throws IOException {
        for (int i = 0; i < texts; i++) {
            while (next() != 0) {
                // part of the text
            }
        }
    }

    /** Returns the next byte outside of the compressed data. */
    private int next() throws IOException {
        if (at == end && !fill()) {
            throw incomplete();
        }
        checksum.update(buffer[at]);
        return buffer[at++] & 0xFF;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = 0;
        int read = in.read(buffer, 0, buffer.length);
        end = Math.max(0, read);
        return read > 0;
    }

    private static ProblemException incomplete() {
        return refused("the gzip data of the body is incomplete");
    }

    private static ProblemException damaged() {
        return refused("the gzip data of the body is damaged");
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.of(ProblemType.MALFORMED, detail));
    }

    /** Releases the memory outside the heap. The stream cannot be read afterwards. Idempotent. */
    void release() {
        state = State.RELEASED;
        inflater.end();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    @Override
    public boolean isFinished() {
        return state == State.AT_END;
    }

    @Override
    public boolean isReady() {
        return in.isReady();
    }

    /** Non-blocking reads are not supported. */
    @Override
    public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException("non-blocking reads are not supported");
    }
}
