package io.marketbell.app;

import io.marketbell.deadletter.DeadLetters;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;

/**
 * Deletes expired notifications from the journal. Those that were never sent to a named recipient become dead letters
 * first.
 */
record ExpirySweep(Journal journal, DeadLetters deadLetters, OutcomePublisher outcomes, InstantSource clock)
        implements Runnable {
    private static final Logger LOG = System.getLogger(ExpirySweep.class.getName());
    private static final int BATCH = 1_000;

    /** Maximum number of letters added per write; other threads add letters at the same time. */
    private static final int LETTERS = 500;

    @Override
    public void run() {
        try {
            int deleted;
            do {
                deleted = journal.expire(clock.instant(), BATCH, this::keep);
            } while (deleted > 0);
        } catch (JournalUnavailable e) {
            LOG.log(Level.DEBUG, "journal unavailable; expired notifications are kept for now: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "expired notifications could not be deleted; will retry: {0}", e.toString());
        }
    }

    /**
     * Writes the letters before the only other copies of the notifications are deleted. Writing may fail and be
     * repeated, so the outcomes are published only after it has succeeded.
     */
    private void keep(List<Journal.Undelivered> undelivered) {
        long dropped = deadLetters.droppedUnwritten();
        int unwritten = 0;
        for (Journal.Undelivered each : undelivered) {
            outcomes.keepExpired(each.notification(), each.recipient());
            if (++unwritten == LETTERS) {
                write();
                unwritten = 0;
            }
        }
        write();
        if (deadLetters.droppedUnwritten() != dropped) {
            throw new JournalUnavailable("the queue of dead letters overflowed", null);
        }
        undelivered.forEach(each -> outcomes.expired(each.notification(), each.recipient()));
    }

    private void write() {
        if (!deadLetters.flush()) {
            throw new JournalUnavailable("dead letters cannot be written now", null);
        }
    }
}
