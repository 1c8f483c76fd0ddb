package io.marketbell.health;

import java.time.Instant;

/** A switch that so many bad ticks in a row turn on, and so many good ones off again. For one thread at a time. */
final class Latch {
    enum Position {
        OFF,
        /** The latest tick was bad, but there were not enough of them. */
        TURNING_ON,
        ON;

        /** As alerts are told. */
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

    /** @param since when it is made */
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

    /** When it came into its position. */
    Instant since() {
        return since;
    }
}
