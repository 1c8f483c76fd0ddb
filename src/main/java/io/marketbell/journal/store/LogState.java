package io.marketbell.journal.store;

import io.marketbell.journal.JournalUnavailable;

/** The shared state of the log. Written by the committer, read by any thread. */
public final class LogState {
    private volatile Head head = new Head(0, null);
    private volatile long openedAt;
    private volatile long announced;
    private volatile Doubts doubts = Doubts.NONE;
    private volatile String epoch = "";
    private volatile boolean available;
    private volatile boolean ended;

    /** @param id the id of the notification at this offset; null if unknown */
    public record Head(long offset, String id) {}

    public long head() {
        return head.offset;
    }

    /** Must be read after the epoch: a reset changes the head first. */
    public Head knownHead() {
        return head;
    }

    public void head(long offset, String id) {
        head = new Head(offset, id);
    }

    /** Returns the offset up to which the listener was notified of commits; at most the head. */
    public long announced() {
        return announced;
    }

    /** Must be called after the listener was notified. */
    public void announced(long offset) {
        announced = offset;
    }

    /** Returns the offsets that may have reached their users regardless of the ledger, as of the last look. */
    public Doubts doubts() {
        return doubts;
    }

    public void doubts(Doubts found) {
        doubts = found;
    }

    /** Returns the head at the time the log was opened; only later commits are announced. */
    public long openedAt() {
        return openedAt;
    }

    /** Returns whether the database has been reached since the start; until then, no other value is valid. */
    public boolean isKnown() {
        return !epoch.isEmpty();
    }

    /** Returns this state. Throws {@link JournalUnavailable} unless {@link #isKnown}. */
    public LogState known() {
        if (!isKnown()) {
            throw new JournalUnavailable("the database has not been reached since the start", null);
        }
        return this;
    }

    /** Returns the epoch; empty until the database has been reached for the first time. */
    public String epoch() {
        return epoch;
    }

    /** The head must be set before. */
    public void opened(String epoch, Doubts found) {
        this.openedAt = head.offset;
        this.announced = head.offset;
        this.doubts = found;
        // last: this makes the state known
        this.epoch = epoch;
    }

    public boolean isAvailable() {
        return available;
    }

    public void available(boolean answered) {
        available = answered && !ended;
    }

    /** Returns whether the writer of the log is running; otherwise nothing durable is accepted any more. */
    public boolean isAlive() {
        return !ended;
    }

    public void ended() {
        ended = true;
        available = false;
    }
}
