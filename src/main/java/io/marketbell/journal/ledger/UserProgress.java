package io.marketbell.journal.ledger;

import io.marketbell.journal.Ledger.Acknowledgement;
import io.marketbell.journal.Ledger.Standing;
import java.util.stream.LongStream;

/** The progress of one user, and its facts that are not saved yet. Locks are held only briefly. */
final class UserProgress {
    private final String user;
    private final DeliveryFacts unsavedFacts = new DeliveryFacts();
    private final PendingWrites writes = new PendingWrites();
    private final LateDeliveries late;
    private final boolean announces;
    private long acknowledged;
    private long highestWritten;
    private long unannounced;
    private long lastUsed;
    private boolean loaded;
    private boolean progressUnsaved;
    private boolean queued;
    private boolean retired;

    UserProgress(String user, LateDeliveries.Budget lateDeliveryBudget) {
        this(user, lateDeliveryBudget, false);
    }

    /** @param announces whether a flush announces acknowledgements to other nodes */
    UserProgress(String user, LateDeliveries.Budget lateDeliveryBudget, boolean announces) {
        this.user = user;
        this.announces = announces;
        this.late = new LateDeliveries(lateDeliveryBudget);
    }

    /**
     * The state that a flush saves. It also stays in the user until {@link #saved}, so that concurrent reads do not
     * miss it.
     *
     * @param facts indexed by {@link DeliveryFact#ordinal}
     * @param progress null if it is already saved
     * @param announcement the highest offset acknowledged since the last announcement to other nodes; 0 if none
     */
    record Unsaved(long[][] facts, Standing progress, long announcement) {}

    /** The result of recording something for the user. */
    enum Note {
        TAKEN,
        /** Recorded, and the user must now be registered for the next flush. */
        TAKEN_AND_UNSAVED,
        /** The user was removed concurrently: look it up again. */
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

    /**
     * Adds the progress from the database: facts recorded here before are later than the acknowledgements stored there.
     */
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

    /** An acknowledgement, and whether the user must be registered for the next flush. */
    record Outcome(Acknowledgement acknowledgement, Note note) {}

    /** @param inDoubt the offset up to which anything may have been sent, regardless of the records */
    synchronized Outcome acknowledge(long offset, long inDoubt, long now) {
        if (retired) {
            return new Outcome(null, Note.RETIRED);
        }
        lastUsed = now;
        if (offset > Math.max(highestWritten, inDoubt)) {
            long highest = announces ? Math.max(highestWritten, inDoubt) : highestWritten;
            return new Outcome(new Acknowledgement.BeyondSent(highest), Note.TAKEN);
        }
        if (announces) {
            // also if nothing changes here: it may cover late deliveries of another node
            unannounced = Math.max(unannounced, offset);
        }
        if (offset > acknowledged) {
            progressUnsaved = true;
        }
        return advance(offset);
    }

    /** Applies an acknowledgement that another node accepted and saves. */
    synchronized Outcome acknowledgedElsewhere(long offset) {
        return retired ? new Outcome(null, Note.RETIRED) : advance(offset);
    }

    private Outcome advance(long offset) {
        long[] covered = coverLate(offset);
        long previous = acknowledged;
        acknowledged = Math.max(previous, offset);
        Acknowledgement accepted = new Acknowledgement.Accepted(
                previous, acknowledged, LongStream.of(covered).boxed().toList());
        return new Outcome(accepted, hasUnsaved() ? unsaved() : Note.TAKEN);
    }

    private boolean hasUnsaved() {
        return progressUnsaved || unannounced > 0 || !unsavedFacts.isEmpty();
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

    /** Visits the facts of a page that are in memory. */
    synchronized void visit(long page, DeliveryPage.Visitor visitor) {
        unsavedFacts.visit(user, page, visitor);
        writes.visit(user, page, visitor);
    }

    synchronized void addReached(OffsetList all, long after) {
        unsavedFacts.addTo(all, after);
        writes.addTo(all, after);
    }

    /** Returns the lowest offset that may have reached the user and is not saved; the maximum value if there is none. */
    synchronized long lowestUnsaved() {
        return Math.min(unsavedFacts.lowestReached(), writes.lowest());
    }

    synchronized Unsaved unsavedNow() {
        return new Unsaved(
                unsavedFacts.toArrays(),
                progressUnsaved ? new Standing(acknowledged, highestWritten) : null,
                unannounced);
    }

    /** @return whether there is more to save */
    synchronized boolean saved(Unsaved unsaved, boolean withProgress) {
        unsavedFacts.removeFirst(unsaved.facts);
        if (withProgress && new Standing(acknowledged, highestWritten).equals(unsaved.progress)) {
            progressUnsaved = false;
        }
        if (unannounced == unsaved.announcement) {
            unannounced = 0;
        }
        queued = hasUnsaved();
        return queued;
    }

    /** Removes a user that was not used since then and has nothing to save; returns whether it did. */
    synchronized boolean retire(long notUsedSince) {
        retired = !queued && lastUsed < notUsedSince && writes.isEmpty();
        if (retired) {
            late.clear();
        }
        return retired;
    }

    /** Releases an idle user's share of the common limit: its late deliveries then keep the state sent. */
    synchronized void forgetLate(long notUsedSince) {
        if (lastUsed < notUsedSince) {
            late.clear();
        }
    }

    /** Removes a user including its unsaved facts. */
    synchronized boolean discard() {
        retired = true;
        late.clear();
        return true;
    }

    synchronized void touch(long now) {
        lastUsed = now;
    }
}
