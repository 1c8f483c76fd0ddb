package io.marketbell.delivery.shard;

import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A transport that records its frames, and can block or fail. */
final class RecordingTransport implements Transport {
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger concurrentSends = new AtomicInteger();
    volatile boolean overlapped;
    volatile DisconnectReason closedFor;
    /** Runs with each frame, before it is recorded. */
    volatile Runnable onSend = () -> {};

    /** Runs when it is closed. */
    volatile Runnable onClose = () -> {};

    private volatile CountDownLatch stall;
    private volatile boolean broken;
    private final boolean answering;

    RecordingTransport() {
        this(true);
    }

    RecordingTransport(boolean answering) {
        this.answering = answering;
    }

    /** From now on writes block until {@link #readOn}, as with a client that has stopped reading and full buffers. */
    void stopReading() {
        stall = new CountDownLatch(1);
    }

    void readOn() {
        stall.countDown();
    }

    /** Returns whether a write is in progress. */
    boolean isWriting() {
        return concurrentSends.get() > 0;
    }

    /** From now on writing notifications fails. */
    void breakDown() {
        broken = true;
    }

    @Override
    public void send(Frame frame) throws IOException {
        if (concurrentSends.incrementAndGet() > 1) {
            overlapped = true;
        }
        try {
            CountDownLatch latch = stall;
            if (latch != null) {
                latch.await();
            }
            if (broken && frame instanceof Frame.Data) {
                throw new IOException("broken pipe");
            }
            onSend.run();
            frames.add(frame);
        } catch (InterruptedException e) {
            // As in Liberty: an interrupted write returns as if it had succeeded.
        } finally {
            concurrentSends.decrementAndGet();
        }
    }

    @Override
    public void ping() throws IOException {
        if (stall == null || stall.getCount() == 0) {
            pings.incrementAndGet();
        }
    }

    @Override
    public void close(DisconnectReason reason) {
        closedFor = reason;
        onClose.run();
    }

    @Override
    public boolean isAnswering() {
        return answering;
    }

    List<Delivery> deliveries() {
        return deliveriesOf(frames);
    }

    private static List<Delivery> deliveriesOf(List<Frame> frames) {
        return frames.stream()
                .filter(Frame.Data.class::isInstance)
                .flatMap(frame -> ((Frame.Data) frame).deliveries().stream())
                .toList();
    }

    List<Long> offsets() {
        return offsetsOf(frames);
    }

    List<Long> offsetsOf(List<Frame> some) {
        return deliveriesOf(some).stream()
                .map(Delivery::offset)
                .filter(o -> o > 0)
                .toList();
    }

    List<Frame.Status> statuses() {
        return frames.stream()
                .filter(Frame.Status.class::isInstance)
                .map(Frame.Status.class::cast)
                .toList();
    }

    List<String> replies() {
        return frames.stream()
                .filter(Frame.Reply.class::isInstance)
                .map(frame -> ((Frame.Reply) frame).text())
                .toList();
    }
}
