package io.marketbell.journal.ledger;

import io.marketbell.journal.Ledger.Acknowledgement;
import io.marketbell.journal.Ledger.Standing;
import java.util.stream.LongStream;

/**
 * One user's progress: how far it is, and what it was sent that the database does not know yet. Its lock is held for
 * moments only.
 */
final class UserProgress {
    private final String user;
    private final DeliveryFacts unsavedFacts = new DeliveryFacts();
    private final PendingWrites writes = new PendingWrites();
    private final LateDeliveries late;
    private long acknowledged;
    private long highestWritten;
    private long lastUsed;
    private boolean loaded;
    private boolean progressUnsaved;
    private boolean queued;
    private boolean retired;

    UserProgress(String user, LateDeliveryBudget lateDeliveryBudget) {
        this.user = user;
        this.late = new LateDeliveries(lateDeliveryBudget);
    }

    /**
     * What a flush takes with it. Stays in the user too, until {@link #saved}: users of the ledger must not miss it in
     * between.
     *
     * @param facts indexed by {@link DeliveryFact#ordinal}
     * @param progress null where the database knows it
     */
    record Unsaved(long[][] facts, Standing progress) {}

    /** What became of something offered to the user. */
    enum Note {
        TAKEN,
        /** Taken, and the user has just become one that must be flushed. */
        TAKEN_AND_UNSAVED,
        /** The user was forgotten meanwhile: look it up again. */
        RETIRED
    }

    String user() {
        return user;
    }

    synchronized Note writing(long[] offsets, long now) {
        if (retired) {
            return Note.RETIRED;
        }
        writes.begin(offsets, acknowledged);
        return reached(offsets, now);
    }

    synchronized Note written(long[] offsets, long now) {
        if (retired) {
            return Note.RETIRED;
        }
        writes.end(offsets, acknowledged, (offset, wasLate) -> {
            unsavedFacts.add(wasLate ? DeliveryFact.LATE : DeliveryFact.WRITTEN, offset);
            if (wasLate) {
                late.add(offset);
            }
        });
        return reached(offsets, now);
    }

    synchronized Note failed(long[] offsets, long now) {
        if (retired) {
            return Note.RETIRED;
        }
        writes.end(offsets, acknowledged, (offset, wasLate) -> unsavedFacts.add(DeliveryFact.ATTEMPTED, offset));
        return reached(offsets, now);
    }

    synchronized Note sent(long[] offsets, long now) {
        if (retired) {
            return Note.RETIRED;
        }
        unsavedFacts.addAll(DeliveryFact.SENT, offsets);
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

    /** Adds what the database knows: what was written here before is later than the acknowledgements known there. */
    synchronized void load(Standing known) {
        if (loaded) {
            return;
        }
        loaded = true;
        if (known.acknowledged() > acknowledged) {
            unsavedFacts.move(DeliveryFact.WRITTEN, DeliveryFact.LATE, known.acknowledged());
            writes.becomeLate(known.acknowledged());
        }
        acknowledged = Math.max(acknowledged, known.acknowledged());
        highestWritten = Math.max(highestWritten, known.highestSent());
    }

    synchronized Standing standing() {
        return new Standing(acknowledged, highestWritten);
    }

    /** An acknowledgement, and whether the user has just become one that must be flushed. */
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
        long[] covered = coverLate(offset);
        long previous = acknowledged;
        if (offset <= previous && covered.length == 0) {
            return new Outcome(new Acknowledgement.Accepted(previous, previous), Note.TAKEN);
        }
        if (offset > previous) {
            acknowledged = offset;
            progressUnsaved = true;
        }
        return new Outcome(
                new Acknowledgement.Accepted(
                        previous, acknowledged, LongStream.of(covered).boxed().toList()),
                unsaved());
    }

    private long[] coverLate(long through) {
        long[] covered = LongStream.concat(
                        LongStream.of(late.takeThrough(through)), LongStream.of(writes.coverThrough(through)))
                .sorted()
                .distinct()
                .toArray();
        if (covered.length > 0) {
            unsavedFacts.addAll(DeliveryFact.ACKNOWLEDGED, covered);
        }
        return covered;
    }

    /** Shows what memory has of a page. */
    synchronized void visit(long page, DeliveryPage.Visitor visitor) {
        unsavedFacts.visit(user, page, visitor);
        writes.visit(user, page, visitor);
    }

    synchronized void addReached(OffsetList all, long after) {
        unsavedFacts.addTo(all, after);
        writes.addTo(all, after);
    }

    synchronized Unsaved unsavedNow() {
        return new Unsaved(
                unsavedFacts.toArrays(), progressUnsaved ? new Standing(acknowledged, highestWritten) : null);
    }

    /** @return whether there is more to save */
    synchronized boolean saved(Unsaved unsaved, boolean withProgress) {
        unsavedFacts.removeFirst(unsaved.facts);
        if (withProgress && new Standing(acknowledged, highestWritten).equals(unsaved.progress)) {
            progressUnsaved = false;
        }
        queued = progressUnsaved || !unsavedFacts.isEmpty();
        return queued;
    }

    /** Forgets a user that was not used since then and has nothing to save. */
    synchronized boolean retire(long notUsedSince) {
        retired = !queued && lastUsed < notUsedSince && writes.isEmpty();
        if (retired) {
            late.clear();
        }
        return retired;
    }

    /** Gives back what an idle user holds of the common bound: its late deliveries then stay sent. */
    synchronized void forgetLate(long notUsedSince) {
        if (lastUsed < notUsedSince) {
            late.clear();
        }
    }

    /** Forgets a user whatever it has to save. */
    synchronized boolean discard() {
        retired = true;
        late.clear();
        return true;
    }

    synchronized void touch(long now) {
        lastUsed = now;
    }
}
