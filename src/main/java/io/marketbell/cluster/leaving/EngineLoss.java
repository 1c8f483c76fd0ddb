package io.marketbell.cluster.leaving;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The decision about one engine. The node leaves only if another node has reached the engine after this node lost it,
 * again and again for longer than {@code deadAfter}, and only one node at a time. If no node reaches the engine, none
 * leaves. One thread evaluates it; any thread may read the step.
 */
final class EngineLoss {
    private final Duration deadAfter;
    private volatile Step step = Step.STAY;

    /** When another node was first known to reach the engine; null if none is. */
    private Long confirmedAt;

    private long leftAt;

    EngineLoss(Duration deadAfter) {
        this.deadAfter = deadAfter;
    }

    Step step() {
        return step;
    }

    /**
     * Must be called at each heartbeat.
     *
     * @param now by the node's monotonic clock
     * @param sinceReached the time since this node reached the engine
     * @param others the shortest time since another node did; empty if unknown
     * @param turn takes the turn to leave
     */
    Step evaluate(long now, Duration sinceReached, Optional<Duration> others, BooleanSupplier turn) {
        if (isShort(sinceReached)) {
            return stay();
        }
        if (others.isEmpty()) {
            // A node that has left cannot know whether to return.
            confirmedAt = null;
            return step;
        }
        Duration othersReached = others.get();
        if (!isShort(othersReached) || othersReached.compareTo(sinceReached) >= 0) {
            return stay();
        }
        if (confirmedAt == null) {
            confirmedAt = now;
        }
        return leaveFurther(now, turn);
    }

    private boolean isShort(Duration sinceReached) {
        return sinceReached.compareTo(deadAfter) < 0;
    }

    private Step stay() {
        confirmedAt = null;
        step = Step.STAY;
        return step;
    }

    private Step leaveFurther(long now, BooleanSupplier turn) {
        if (step == Step.STAY && now - confirmedAt > deadAfter.toNanos() && turn.getAsBoolean()) {
            step = Step.NOT_READY;
            leftAt = now;
        } else if (step == Step.NOT_READY && now - leftAt > deadAfter.toNanos()) {
            step = Step.DISCONNECT;
        }
        return step;
    }
}
