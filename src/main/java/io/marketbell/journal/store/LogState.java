package io.marketbell.journal.store;

/** What the parts of the journal know of the log in common. The committer writes it, everyone reads it. */
public final class LogState {
    private volatile Head head = new Head(0, null);
    private volatile long openedAt;
    private volatile long uncleanThrough;
    private volatile String epoch = "";
    private volatile boolean available;
    private volatile boolean ended;

    /** @param id of the notification at this offset; null where it is not known */
    public record Head(long offset, String id) {}

    public long head() {
        return head.offset;
    }

    /** To be asked for after the epoch: a reset changes the head first. */
    public Head knownHead() {
        return head;
    }

    public void head(long offset, String id) {
        head = new Head(offset, id);
    }

    /** Up to this offset anything may have reached its users, whatever the ledger knows. */
    public long uncleanThrough() {
        return uncleanThrough;
    }

    /** The head when the log was opened; only what was committed later is announced. */
    public long openedAt() {
        return openedAt;
    }

    /** Whether the database was reached since the start: before, nothing here means anything. */
    public boolean isKnown() {
        return !epoch.isEmpty();
    }

    /** Empty until the database was reached for the first time. */
    public String epoch() {
        return epoch;
    }

    /** The head is to be set before. */
    public void opened(String epoch, long uncleanThrough) {
        this.openedAt = head.offset;
        this.uncleanThrough = uncleanThrough;
        // last: from now on the state is known
        this.epoch = epoch;
    }

    public boolean isAvailable() {
        return available;
    }

    public void available(boolean answered) {
        available = answered && !ended;
    }

    /** Whether somebody writes the log; where nobody does, nothing durable is taken any more. */
    public boolean isAlive() {
        return !ended;
    }

    public void ended() {
        ended = true;
        available = false;
    }
}
