package io.marketbell.cluster;

import io.marketbell.thread.GuardedTask;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Messages by which a node makes the others read a change from the database at once. They contain nothing that the
 * receiver must trust. A lost message delays the change until the receiver's next poll.
 */
public final class WakeUps {
    private static final int VERSION = 1;

    private final Bus bus;
    private final BusTopic topic;

    public WakeUps(Bus bus, BusTopic topic) {
        this.bus = bus;
        this.topic = topic;
    }

    /** Must be called after the change was committed. Never blocks. */
    public void send() {
        bus.send(new Bus.Message(topic, new byte[] {VERSION}));
    }

    /**
     * Registers the action of this node. Messages that arrive before it begins share one run. Must be called before
     * {@link Bus#start}.
     *
     * @param executor runs the action, which may block
     */
    public void onArrival(Executor executor, Runnable action) {
        AtomicBoolean waiting = new AtomicBoolean();
        Runnable run = GuardedTask.of("change by another node: " + topic.word(), () -> {
            // before the action: a later message announces a change that the action may not see
            waiting.set(false);
            action.run();
        });
        bus.onMessage(topic, payload -> {
            if (waiting.compareAndSet(false, true)) {
                try {
                    executor.execute(run);
                } catch (RejectedExecutionException e) {
                    waiting.set(false);
                    throw e;
                }
            }
        });
    }
}
