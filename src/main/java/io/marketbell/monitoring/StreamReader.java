package io.marketbell.monitoring;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * One who reads the stream, written to without blocking. What a slow one has not taken is replaced by what is newer, so it
 * holds no thread and little memory. Whoever calls first writes, and does the others' work too: no lock is held while the
 * container is called, which may hold its own.
 */
final class StreamReader implements WriteListener {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final LongSupplier nanoClock;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicReference<byte[]> next = new AtomicReference<>();
    private volatile boolean writable;
    private volatile boolean ending;
    private volatile boolean ended;
    private volatile long wroteAt;
    private volatile boolean stalled;

    /** Of whoever writes. */
    private boolean unflushed;

    StreamReader(AsyncContext async, ServletOutputStream out, LongSupplier nanoClock) {
        this.async = async;
        this.out = out;
        this.nanoClock = nanoClock;
        this.wroteAt = nanoClock.getAsLong();
    }

    /** Takes the place of what was offered before and is not yet written. */
    void offer(byte[] event) {
        next.set(event);
        work();
    }

    /** Only where nothing waits: a heartbeat must not take the place of news. */
    void beat(byte[] comment) {
        if (next.compareAndSet(null, comment)) {
            work();
        }
    }

    void end() {
        ending = true;
        work();
    }

    /** The container has ended it. What it ended may belong to another request already, and is left alone. */
    void gone() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** How long it is since anything was written to it. */
    long silentNanos() {
        return nanoClock.getAsLong() - wroteAt;
    }

    /** Whether it did not take what it was last to be given. */
    boolean isStalled() {
        return stalled;
    }

    @Override
    public void onWritePossible() {
        writable = true;
        work();
    }

    @Override
    public void onError(Throwable gone) {
        end();
    }

    private void work() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        int done = 1;
        while (done != 0) {
            try {
                write();
            } catch (IOException | RuntimeException gone) {
                ending = true;
                finish();
            }
            done = calls.addAndGet(-done);
        }
    }

    private void write() throws IOException {
        if (ending) {
            finish();
        }
        if (!writable) {
            return;
        }
        while (!ended) {
            if (!out.isReady()) {
                // the container calls onWritePossible when it is
                stalled = true;
                return;
            }
            byte[] event = next.getAndSet(null);
            if (event != null) {
                out.write(event);
                unflushed = true;
            } else if (unflushed) {
                unflushed = false;
                out.flush();
                stalled = false;
                wroteAt = nanoClock.getAsLong();
            } else {
                return;
            }
        }
    }

    private void finish() {
        if (!ended) {
            ended = true;
            try {
                async.complete();
            } catch (RuntimeException alreadyComplete) {
                // the container was faster
            }
        }
    }
}
