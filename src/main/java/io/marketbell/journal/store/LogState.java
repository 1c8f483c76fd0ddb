package io.marketbell.journal.store;

import io.marketbell.journal.JournalUnavailable;
import java.time.InstantSource;

/** The shared state of the log. Written by the committer and the follower, read by any thread. */
public final class LogState {
    private final RecentIds recentIds;
    private volatile Head head = new Head(0, null);
    private volatile Head seen = head;
    private volatile long openedAt;
    private volatile long announced;
    private volatile Doubts doubts = Doubts.NONE;
    private volatile String epoch = "";
    private volatile boolean available;
    private volatile boolean ended;

    /** @param id the id of the notification at this offset; null if unknown */
    public record Head(long offset, String id) {}

    public LogState() {
        this(InstantSource.system());
    }

    public LogState(InstantSource clock) {
        recentIds = new RecentIds(clock);
    }

    /** Returns the ids of the latest announced notifications. */
    public RecentIds recentIds() {
        return recentIds;
    }

    public long head() {
        return head.offset;
    }

    /** Returns the last announced entry. Must be read after the epoch: a reset changes the head first. */
    public Head knownHead() {
        return head;
    }

    /**
     * Returns the highest entry that is known to be in the log; own commits and entries of other nodes may wait to be
     * announced. Must be read after the epoch.
     */
    public Head seenHead() {
        return seen;
    }

    /** Advances the announced head. */
    public void head(long offset, String id) {
        head = new Head(offset, id);
        saw(offset, id);
    }

    /**
     * Records that this entry is in the log.
     *
     * @param id null if unknown; an earlier entry with its id is then worth more
     */
    public synchronized void saw(long offset, String id) {
        if (seen.id == null ? offset >= seen.offset : id != null && offset > seen.offset) {
            seen = new Head(offset, id);
        }
    }

    /** Makes the next check of the log compare this entry, because the log in the database contradicts it. */
    public synchronized void sawOnly(Head entry) {
        seen = entry;
    }

    /**
     * Replaces both heads, after the log was replaced.
     *
     * @param announced the last announced entry that is also in the new log
     * @param found the head of the new log
     */
    public synchronized void replaced(Head announced, Head found) {
        head = announced;
        seen = found;
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
