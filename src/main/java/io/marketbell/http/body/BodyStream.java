package io.marketbell.http.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** A request body that charges the bytes read and checks the deadline on each read. */
final class BodyStream extends ServletInputStream {
    private final ServletInputStream in;
    private final BodyReservation body;
    private final Runnable arrived;

    /** @param arrived runs at the end of the body; may run several times */
    BodyStream(ServletInputStream in, BodyReservation body, Runnable arrived) {
        this.in = in;
        this.body = body;
        this.arrived = arrived;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        body.checkDeadline();
        int read;
        try {
            read = in.read(bytes, offset, length);
        } catch (SocketTimeoutException e) {
            throw body.late();
        }
        if (read > 0) {
            body.checkDeadline();
            body.charge(read);
        } else if (read < 0) {
            arrived.run();
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    @Override
    public boolean isFinished() {
        return in.isFinished();
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
