package io.marketbell.http.sse;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open stream of Server-Sent Events. Only one thread may write at a time; any thread may end the stream or interrupt
 * the write. An interrupted write returns normally and may have sent only part of an event, so nothing may be written
 * afterwards.
 */
public final class EventStream {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final AtomicBoolean ended = new AtomicBoolean();

    public EventStream(AsyncContext async, ServletOutputStream out) {
        this.async = async;
        this.out = out;
    }

    public static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    public static String comment(String text) {
        return ": " + text + "\n\n";
    }

    /** Sends the text and blocks until the operating system has taken it. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #write(String)}, for text in UTF-8. */
    public void write(byte[] text) throws IOException {
        if (ended.get()) {
            throw new IOException("the stream has ended");
        }
        out.write(text);
        out.flush();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while sending");
        }
    }

    /** Ends the stream. Idempotent. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            try {
                async.complete();
            } catch (RuntimeException alreadyComplete) {
                // the container has already completed the request
            }
        }
    }

    /**
     * Sets the actions for an end that the container causes or has noticed.
     *
     * @param completed called before the container releases the socket; the stream must not be used afterwards
     * @param failed called if the connection has failed, before {@code completed}
     */
    public void onEnd(Runnable completed, Runnable failed) {
        async.addListener(new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                completed.run();
            }

            @Override
            public void onTimeout(AsyncEvent event) {
                failed.run();
            }

            @Override
            public void onError(AsyncEvent event) {
                failed.run();
            }

            @Override
            public void onStartAsync(AsyncEvent event) {
                // streams are not restarted
            }
        });
    }
}
