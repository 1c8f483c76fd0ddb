package io.marketbell.testkit.delivery;

import io.marketbell.channel.FrameEncoder;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A transport that records its frames. Tests can block it and make it fail. Thread-safe. */
public final class RecordingTransport implements Transport {
    /** The frames that were sent. */
    public final List<Frame> frames = new CopyOnWriteArrayList<>();

    /** The frames that were to be sent after {@link #close}. */
    public final List<Frame> sentAfterClose = new CopyOnWriteArrayList<>();

    public final AtomicInteger pings = new AtomicInteger();

    /** True if two threads sent at the same time. */
    public volatile boolean overlapped;

    /** The reason of the first {@link #close}; null while open. */
    public volatile DisconnectReason closedFor;

    /** Runs with each frame, before it is recorded. */
    public volatile SendAction onSend = () -> {};

    /** Runs with each {@link #close}. */
    public volatile Runnable onClose = () -> {};

    private final AtomicInteger concurrentSends = new AtomicInteger();
    private volatile CountDownLatch stall;
    private volatile boolean broken;
    private final boolean answering;

    /** An action that may fail as a write does. */
    @FunctionalInterface
    public interface SendAction {
        void run() throws IOException;
    }

    public RecordingTransport() {
        this(true);
    }

    /** @param answering the value of {@link #isAnswering} */
    public RecordingTransport(boolean answering) {
        this.answering = answering;
    }

    /** Blocks writes until {@link #readOn}, as for a client that does not read and whose buffers are full. */
    public void stopReading() {
        stall = new CountDownLatch(1);
    }

    public void readOn() {
        stall.countDown();
    }

    /** Returns true while a write is in progress. */
    public boolean isWriting() {
        return concurrentSends.get() > 0;
    }

    /** Makes further writes of notifications fail. */
    public void breakDown() {
        broken = true;
    }

    @Override
    public void send(Frame frame) throws IOException {
        if (concurrentSends.incrementAndGet() > 1) {
            overlapped = true;
        }
        try {
            if (closedFor != null) {
                sentAfterClose.add(frame);
            }
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
            // as in Liberty, an interrupted write returns without an error
        } finally {
            concurrentSends.decrementAndGet();
        }
    }

    @Override
    public void ping() {
        if (stall == null || stall.getCount() == 0) {
            pings.incrementAndGet();
        }
    }

    @Override
    public void close(DisconnectReason reason) {
        if (closedFor == null) {
            closedFor = reason;
        }
        onClose.run();
    }

    @Override
    public boolean isAnswering() {
        return answering;
    }

    /** Returns the frames as encoded for the wire. */
    public List<String> sent() {
        return frames.stream().map(FrameEncoder::of).toList();
    }

    /** Returns the last frame as encoded for the wire. */
    public String last() {
        return FrameEncoder.of(frames.get(frames.size() - 1));
    }

    public List<Delivery> deliveries() {
        return deliveriesOf(frames);
    }

    private static List<Delivery> deliveriesOf(List<Frame> frames) {
        return frames.stream()
                .filter(Frame.Data.class::isInstance)
                .flatMap(frame -> ((Frame.Data) frame).deliveries().stream())
                .toList();
    }

    public List<Long> offsets() {
        return offsetsOf(frames);
    }

    public List<Long> offsetsOf(List<Frame> some) {
        return deliveriesOf(some).stream()
                .map(Delivery::offset)
                .filter(o -> o > 0)
                .toList();
    }

    public List<Frame.Status> statuses() {
        return frames.stream()
                .filter(Frame.Status.class::isInstance)
                .map(Frame.Status.class::cast)
                .toList();
    }

    public List<String> replies() {
        return frames.stream()
                .filter(Frame.Reply.class::isInstance)
                .map(frame -> ((Frame.Reply) frame).text())
                .toList();
    }
}
