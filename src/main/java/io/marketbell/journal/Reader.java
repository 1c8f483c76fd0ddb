package io.marketbell.journal;

import io.marketbell.journal.Ledger.Acknowledgement;
import io.marketbell.journal.Ledger.Standing;

/**
 * One user's progress: how far it is, and what it was sent that the database does not know yet. Its lock is held for
 * moments only.
 */
final class Reader {
    private final String user;
    private final Offsets written = new Offsets();
    private final Offsets sent = new Offsets();
    private long acknowledged;
    private long highestWritten;
    private long lastUsed;
    private boolean loaded;
    private boolean progressUnsaved;
    private boolean queued;
    private boolean retired;

    Reader(String user) {
        this.user = user;
    }

    /** What a flush takes with it. Stays in the reader too, until {@link #saved}: readers of the ledger must not miss it in between. */
    record Unsaved(long[] written, long[] sent, Standing progress) {}

    /** What became of something offered to the reader. */
    enum Note {
        TAKEN,
        /** Taken, and the reader has just become one that must be flushed. */
        TAKEN_AND_UNSAVED,
        /** The reader was forgotten meanwhile: look it up again. */
        RETIRED
    }

    String user() {
        return user;
    }

    synchronized Note written(long[] offsets, long now) {
        if (retired) {
            return Note.RETIRED;
        }
        written.addAll(offsets);
        return reached(offsets, now);
    }

    synchronized Note sent(long[] offsets, long now) {
        if (retired) {
            return Note.RETIRED;
        }
        sent.addAll(offsets);
        return reached(offsets, now);
    }

    private Note reached(long[] offsets, long now) {
        lastUsed = now;
        for (long offset : offsets) {
            if (offset > highestWritten) {
                highestWritten = offset;
                progressUnsaved = true;
            }
        }
        return unsaved();
    }

    private Note unsaved() {
        if (queued) {
            return Note.TAKEN;
        }
        queued = true;
        return Note.TAKEN_AND_UNSAVED;
    }

    synchronized boolean isLoaded() {
        return loaded;
    }

    /** Adds what the database knows. */
    synchronized void load(Standing known) {
        loaded = true;
        acknowledged = Math.max(acknowledged, known.acknowledged());
        highestWritten = Math.max(highestWritten, known.highestSent());
    }

    synchronized Standing standing() {
        return new Standing(acknowledged, highestWritten);
    }

    /** An acknowledgement, and whether the reader has just become one that must be flushed. */
    record Outcome(Acknowledgement acknowledgement, Note note) {}

    /** @param inDoubt up to here it may have been sent anything, whatever is known */
    synchronized Outcome acknowledge(long offset, long inDoubt, long now) {
        if (retired) {
            return new Outcome(null, Note.RETIRED);
        }
        lastUsed = now;
        if (offset > Math.max(highestWritten, inDoubt)) {
            return new Outcome(new Acknowledgement.BeyondSent(highestWritten), Note.TAKEN);
        }
        long previous = acknowledged;
        if (offset <= previous) {
            return new Outcome(new Acknowledgement.Accepted(previous, previous), Note.TAKEN);
        }
        acknowledged = offset;
        progressUnsaved = true;
        return new Outcome(new Acknowledgement.Accepted(previous, offset), unsaved());
    }

    /** Shows what memory has of a page. */
    synchronized void visit(long page, DeliveryPage.Visitor visitor) {
        written.forEach(page, offset -> visitor.reached(user, offset, false));
        sent.forEach(page, offset -> visitor.reached(user, offset, true));
    }

    synchronized void addReached(Offsets all, long after) {
        for (Offsets some : new Offsets[] {written, sent}) {
            for (long offset : some.toArray()) {
                if (offset > after) {
                    all.add(offset);
                }
            }
        }
    }

    synchronized Unsaved unsavedNow() {
        return new Unsaved(
                written.toArray(), sent.toArray(), progressUnsaved ? new Standing(acknowledged, highestWritten) : null);
    }

    /** @return whether there is more to save */
    synchronized boolean saved(Unsaved unsaved, boolean withProgress) {
        written.removeFirst(unsaved.written.length);
        sent.removeFirst(unsaved.sent.length);
        if (withProgress && new Standing(acknowledged, highestWritten).equals(unsaved.progress)) {
            progressUnsaved = false;
        }
        queued = progressUnsaved || !written.isEmpty() || !sent.isEmpty();
        return queued;
    }

    /** Forgets a reader that was not used since then and has nothing to save. */
    synchronized boolean retire(long notUsedSince) {
        retired = !queued && lastUsed < notUsedSince;
        return retired;
    }

    synchronized void touch(long now) {
        lastUsed = now;
    }
}
