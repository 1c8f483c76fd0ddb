package io.marketbell.app;

import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Examines acknowledged offsets a second time, after other nodes have saved what they sent. An acknowledgement may
 * arrive at this node before the node that sent the notification has saved the delivery. Bounded and thread-safe.
 */
final class SettlingOutcomes {
    private final AcknowledgedOutcomes outcomes;
    private final Executor later;
    private final int maximum;
    private final AtomicInteger scheduled = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    /**
     * @param outcomes publishes what is acknowledged by then
     * @param later runs a task after the other nodes have saved their deliveries
     * @param maximum the maximum number of waiting offsets; the outcomes of further ones are not published
     */
    SettlingOutcomes(AcknowledgedOutcomes outcomes, Executor later, int maximum) {
        this.outcomes = outcomes;
        this.later = later;
        this.maximum = maximum;
    }

    void add(String user, List<Long> offsets) {
        int count = offsets.size();
        if (scheduled.addAndGet(count) > maximum) {
            scheduled.addAndGet(-count);
            lost.addAndGet(count);
            return;
        }
        later.execute(() -> {
            scheduled.addAndGet(-count);
            outcomes.add(user, new Accepted(0, 0, offsets));
        });
    }

    int waiting() {
        return scheduled.get() + outcomes.waiting();
    }

    long lost() {
        return lost.get() + outcomes.lost();
    }
}
