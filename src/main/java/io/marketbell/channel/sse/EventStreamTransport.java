package io.marketbell.channel.sse;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The transport of a stream of Server-Sent Events. Its client cannot answer; a lost connection is detected only by a
 * failing write.
 */
final class EventStreamTransport implements Transport {
    private static final String STILL_HERE = EventStreamText.comment("");

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();

    EventStreamTransport(AsyncContext async, ServletOutputStream out) {
        this.async = async;
        this.out = out;
    }

    @Override
    public void send(Frame frame) throws IOException {
        write(EventStreamText.of(frame));
    }

    @Override
    public void ping() throws IOException {
        write(STILL_HERE);
    }

    private void write(String text) throws IOException {
        if (closed.get()) {
            throw new IOException("the stream has ended");
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while sending");
        }
    }

    @Override
    public void close(DisconnectReason reason) {
        if (closed.compareAndSet(false, true)) {
            try {
                async.complete();
            } catch (RuntimeException alreadyComplete) {
                // the container has already completed the request
            }
        }
    }

    @Override
    public boolean isAnswering() {
        return false;
    }
}
