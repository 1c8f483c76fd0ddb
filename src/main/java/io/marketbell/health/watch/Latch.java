package io.marketbell.health.watch;

import java.time.Instant;

/**
 * A switch that turns on after a number of consecutive bad ticks and off after a number of consecutive good ticks. Not
 * thread-safe.
 */
final class Latch {
    enum Position {
        OFF,
        /** The latest tick was bad, but there were not yet enough bad ticks. */
        TURNING_ON,
        ON;

        /** Returns the alert state: inactive, pending or firing. */
        String word() {
            return switch (this) {
                case OFF -> "inactive";
                case TURNING_ON -> "pending";
                case ON -> "firing";
            };
        }
    }

    private final int badTicks;
    private final int goodTicks;
    private int against;
    private boolean on;
    private Position position = Position.OFF;
    private Instant since;

    /** @param since time of creation */
    Latch(int badTicks, int goodTicks, Instant since) {
        this.badTicks = badTicks;
        this.goodTicks = goodTicks;
        this.since = since;
    }

    void tick(boolean bad, Instant now) {
        against = bad == on ? 0 : against + 1;
        if (against >= (on ? goodTicks : badTicks)) {
            on = bad;
            against = 0;
        }
        Position reached = on ? Position.ON : against > 0 ? Position.TURNING_ON : Position.OFF;
        if (reached != position) {
            position = reached;
            since = now;
        }
    }

    boolean isOn() {
        return on;
    }

    Position position() {
        return position;
    }

    /** Returns the time of the last change. */
    Instant since() {
        return since;
    }
}
