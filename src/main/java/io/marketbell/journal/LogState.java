package io.marketbell.journal;

/** What the parts of the journal know of the log in common. The committer writes it, everyone reads it. */
final class LogState {
    private volatile Head head = new Head(0, null);
    private volatile long openedAt;
    private volatile long uncleanThrough;
    private volatile String epoch = "";
    private volatile boolean available;
    private volatile boolean ended;

    /** @param id of the notification at this offset; null where it is not known */
    record Head(long offset, String id) {}

    long head() {
        return head.offset;
    }

    /** To be asked for after the epoch: a reset changes the head first. */
    Head knownHead() {
        return head;
    }

    void head(long offset, String id) {
        head = new Head(offset, id);
    }

    /** Up to this offset anything may have reached its users, whatever the ledger knows. */
    long uncleanThrough() {
        return uncleanThrough;
    }

    /** The head when the log was opened; only what was committed later is announced. */
    long openedAt() {
        return openedAt;
    }

    /** Whether the database was reached since the start: before, nothing here means anything. */
    boolean isKnown() {
        return !epoch.isEmpty();
    }

    /** Empty until the database was reached for the first time. */
    String epoch() {
        return epoch;
    }

    /** The head is to be set before. */
    void opened(String epoch, long uncleanThrough) {
        this.openedAt = head.offset;
        this.uncleanThrough = uncleanThrough;
        // last: from now on the state is known
        this.epoch = epoch;
    }

    boolean isAvailable() {
        return available;
    }

    void available(boolean answered) {
        available = answered && !ended;
    }

    /** Whether somebody writes the log; where nobody does, nothing durable is taken any more. */
    boolean isAlive() {
        return !ended;
    }

    void ended() {
        ended = true;
        available = false;
    }
}
