package io.marketbell.audit;

import io.marketbell.database.DataRejected;
import io.marketbell.database.OutageLog;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Events that are written later: refusals, which are collected for a minute, and events that could not be written while
 * the database was unavailable. Thread-safe.
 */
final class AuditBacklog {
    private static final System.Logger LOG = System.getLogger(AuditBacklog.class.getName());
    private static final int MOST_LATE = 1_000;

    /** Few, because other audited transactions wait meanwhile. */
    private static final int WRITTEN_AT_ONCE = 20;

    private final Refusals refusals;
    private final InstantSource clock;
    private final Deque<AuditEvent> late = new ArrayDeque<>();
    private final OutageLog outage = new OutageLog(
            LOG,
            "the database is unavailable; entries of the audit log are kept in memory",
            "the database is available again; all entries of the audit log are written");
    private long lost;

    AuditBacklog(Refusals refusals, InstantSource clock) {
        this.refusals = refusals;
        this.clock = clock;
    }

    Refusals refusals() {
        return refusals;
    }

    /** Keeps an event that cannot be written now, and logs it. Returns false if there is no space for it. */
    boolean keep(AuditEvent event) {
        String detail = (event.detail() == null ? "" : event.detail() + "; ") + "recorded late, it was at "
                + clock.instant().truncatedTo(ChronoUnit.MILLIS);
        boolean isKept = add(event.withDetail(detail));
        LOG.log(
                Level.WARNING,
                "the audit log cannot be written now; this entry {0}: {1} of {2}, {3} (trace {4})",
                isKept ? "follows later" : "is not kept, because too many are waiting",
                event.action(),
                event.target(),
                event.outcome().label(),
                event.traceId());
        return isKept;
    }

    private synchronized boolean add(AuditEvent event) {
        if (late.size() >= MOST_LATE) {
            lost++;
            return false;
        }
        return late.add(event);
    }

    /** Writes late events and those of past minutes. Does not throw; what cannot be written is kept within the bound. */
    void write(Consumer<List<AuditEvent>> writer) {
        take(refusals.drainIfMinuteIsOver());
        writeLate(writer);
    }

    /** As {@link #write}, with the refusals of this minute. */
    void writeAll(Consumer<List<AuditEvent>> writer) {
        take(refusals.drain());
        writeLate(writer);
    }

    private void take(List<AuditEvent> events) {
        events.forEach(this::add);
    }

    private void writeLate(Consumer<List<AuditEvent>> writer) {
        try {
            int atOnce = WRITTEN_AT_ONCE;
            for (List<AuditEvent> some = first(atOnce); !some.isEmpty(); some = first(atOnce)) {
                try {
                    writer.accept(some);
                    remove(some.size());
                } catch (DataRejected e) {
                    if (some.size() == 1) {
                        drop(some.get(0), e);
                    }
                    atOnce = 1;
                }
            }
            outage.succeeded();
        } catch (RuntimeException e) {
            outage.failed(e);
        }
    }

    /** An invalid entry must not block the others. */
    private synchronized void drop(AuditEvent event, DataRejected why) {
        late.removeFirst();
        lost++;
        LOG.log(
                Level.WARNING,
                "the database rejects an entry of the audit log, {0} of {1}: {2}",
                event.action(),
                event.target(),
                why.getMessage());
    }

    private synchronized List<AuditEvent> first(int most) {
        return late.stream().limit(most).toList();
    }

    private synchronized void remove(int count) {
        for (int i = 0; i < count; i++) {
            late.removeFirst();
        }
    }

    synchronized int size() {
        return late.size() + refusals.size();
    }

    /** Returns the number of events for which there was no space. */
    synchronized long lost() {
        return lost;
    }
}
