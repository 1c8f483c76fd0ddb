package io.marketbell.delivery;

/**
 * A pipe's turns with the writers: it is idle, queued for one, or being served by one, and only a queued one is taken up.
 * So there is never more than one writer, even where it stands in two queues because something urgent came after it was
 * queued. Guarded by the connection's lock.
 */
final class Turns {
    private final Pipe pipe;
    private final Writers writers;

    private State state = State.IDLE;
    private boolean promoted;

    private enum State {
        IDLE,
        QUEUED,
        SERVED,
        /** Its last turn has come. */
        LAST
    }

    Turns(Pipe pipe, Writers writers) {
        this.pipe = pipe;
        this.writers = writers;
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    /** Asks for a turn, unless that was done, or one is being taken. */
    void ask(Writers.Lane lane, boolean isUrgent) {
        if (state == State.IDLE) {
            state = State.QUEUED;
            promoted = isUrgent;
            writers.schedule(pipe, lane);
        }
    }

    /** Something urgent waits: if it is queued, it may be behind what is less so. */
    void hurry(Writers.Lane lane) {
        if (state == State.QUEUED && !promoted) {
            promoted = true;
            writers.schedule(pipe, lane);
        }
    }

    /** Whether the writer who came may have the turn: another may have had it. */
    boolean begin() {
        if (state != State.QUEUED) {
            return false;
        }
        state = State.SERVED;
        return true;
    }

    void end() {
        state = State.IDLE;
    }

    /** There will be no other. */
    void last() {
        state = State.LAST;
    }

    boolean isLast() {
        return state == State.LAST;
    }
}
