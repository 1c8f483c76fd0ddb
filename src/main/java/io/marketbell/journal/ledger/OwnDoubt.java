package io.marketbell.journal.ledger;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.store.DoubtTable;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogState;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The lowest offset that this node may have sent to a client without a record in the database. It is stored in the
 * node's row of {@code journal_node}: if the node ends without saving its ledger, other nodes take everything from there
 * on for possibly delivered.
 *
 * <p>In a cluster it follows the log: it is raised after each write of the ledger, and lowered before a client is sent
 * something below it. New commits are always above it, so live delivery never waits for it. A single node leaves it at
 * 0, so that nothing must be written.
 */
public final class OwnDoubt {
    /** It is lowered to a multiple of this, so that many resumes at once cause few writes. */
    static final long STEP = 4_096;

    /**
     * For how many writes of the ledger it stays below a requested offset: the reader of the offset records what it
     * sends within that time.
     */
    private static final int CYCLES_KEPT = 3;

    private final JournalDatabase database;
    private final LogState state;
    private final NodeMembership membership;
    private final LongSupplier lowestUnsaved;
    private volatile LongSupplier lowestUnwritten = () -> 0;

    // guarded by this
    private final long[] requested = new long[CYCLES_KEPT];
    private long stored;
    private String epoch = "";
    private int generation;

    /** @param lowestUnsaved returns the lowest offset in the ledger that is not saved; the maximum value if none */
    OwnDoubt(JournalDatabase database, LogState state, NodeMembership membership, LongSupplier lowestUnsaved) {
        this.database = database;
        this.state = state;
        this.membership = membership;
        this.lowestUnsaved = lowestUnsaved;
        Arrays.fill(requested, Long.MAX_VALUE);
    }

    /** @param lowest returns the lowest offset that waits to be sent, 0 if that is unknown, the maximum value if none */
    public void onFlush(LongSupplier lowest) {
        lowestUnwritten = lowest;
    }

    boolean moves() {
        return membership.settings().mode() != ClusterMode.SINGLE;
    }

    /** Returns the value to store at the start of an incarnation that has sent everything up to the given offset. */
    public long firstAfter(long sentThrough) {
        return moves() ? sentThrough + 1 : 0;
    }

    /**
     * Begins with a log, before the new incarnation is accepted.
     *
     * @param sentThrough this node sends nothing of this log up to this offset without {@link #lower}
     */
    public synchronized void restart(String newEpoch, long sentThrough) {
        generation++;
        epoch = newEpoch;
        stored = firstAfter(sentThrough);
    }

    /**
     * Must be called before offsets are read that are to be sent again.
     *
     * @throws JournalUnavailable if that cannot be stored; the offsets must not be sent then
     */
    void lower(long first) {
        if (!moves()) {
            return;
        }
        synchronized (this) {
            requested[0] = Math.min(requested[0], first);
            if (first < stored) {
                long coarse = first - Math.floorMod(first, STEP);
                boolean changed = database.ask(sql -> DoubtTable.moveOwn(sql, membership.incarnation(), coarse));
                if (!changed) {
                    throw new JournalUnavailable("this node was declared dead and has not joined again yet", null);
                }
                stored = coarse;
            }
        }
    }

    /** Writes the ledger, and raises the stored value to the lowest offset that was not written. */
    public void flush(Runnable ledger) {
        if (!moves()) {
            ledger.run();
            return;
        }
        int began;
        synchronized (this) {
            System.arraycopy(requested, 0, requested, 1, CYCLES_KEPT - 1);
            requested[0] = Long.MAX_VALUE;
            began = state.epoch().equals(epoch) ? generation : -1;
        }
        // in the order in which an offset passes on its way: an offset that is not found here is found later
        long lowest = Math.min(state.announced() + 1, lowestUnwritten.getAsLong());
        ledger.run();
        raise(began, Math.min(lowest, lowestUnsaved.getAsLong()));
    }

    private synchronized void raise(int began, long lowest) {
        long first = lowest;
        for (long each : requested) {
            first = Math.min(first, each);
        }
        long raised = first;
        if (began == generation
                && raised > stored
                && database.write(sql -> DoubtTable.moveOwn(sql, membership.incarnation(), raised))) {
            stored = raised;
        }
    }

    /** Returns the lowest offset that is not saved although the ledger was written; null if there is none. */
    public Long left() {
        long lowest = lowestUnsaved.getAsLong();
        return lowest == Long.MAX_VALUE ? null : (Long) lowest;
    }
}
