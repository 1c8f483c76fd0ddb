package io.marketbell.journal;

/** What the parts of the journal know of the log in common. The committer writes it, everyone reads it. */
final class LogState {
    private volatile long head;
    private volatile long uncleanThrough;
    private volatile String epoch = "";
    private volatile boolean available;
    private volatile boolean ended;

    long head() {
        return head;
    }

    void head(long offset) {
        head = offset;
    }

    /** Up to this offset anything may have reached its readers, whatever the ledger knows. */
    long uncleanThrough() {
        return uncleanThrough;
    }

    /** Empty until the database was reached for the first time. */
    String epoch() {
        return epoch;
    }

    void opened(String epoch, long uncleanThrough) {
        this.epoch = epoch;
        this.uncleanThrough = uncleanThrough;
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
