package io.marketbell.app;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.journal.Ledger.Delivered;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Outcome.Kind;
import io.marketbell.thread.ThreadFaults;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Determines from the ledger which notifications an acknowledgement covers, and publishes their outcomes. Reads the
 * database on a dedicated executor. Pending acknowledgements are merged per user, so the work does not grow with the
 * number of acknowledgements of one user. Thread-safe.
 */
final class AcknowledgedOutcomes {
    private static final Logger LOG = System.getLogger(AcknowledgedOutcomes.class.getName());
    private static final ThreadFaults FAULTS = ThreadFaults.of("outcomes of acknowledgements");
    private static final int PAGE = 500;
    private static final int PAGES_IN_A_TURN = 20;

    private final Journal journal;
    private final Ledger ledger;
    private final Consumer<Outcome> outcomes;
    private final InstantSource clock;
    private final Executor executor;
    private final Executor later;
    private final int maximum;
    private final BiConsumer<String, List<Long>> unsettled;
    private final boolean settles;

    /** By user, longest waiting first. Guards itself and {@link #running}. */
    private final Map<String, PendingAcknowledgement> waiting = new LinkedHashMap<>();

    private boolean running;
    private final AtomicLong lost = new AtomicLong();

    /**
     * @param executor may block; runs one task of this object at a time
     * @param later like {@code executor}, but runs the task after the retry delay
     * @param maximum maximum number of waiting users; outcomes of further users' acknowledgements are not published
     */
    AcknowledgedOutcomes(
            Journal journal,
            Ledger ledger,
            Consumer<Outcome> outcomes,
            InstantSource clock,
            Executor executor,
            Executor later,
            int maximum) {
        this(journal, ledger, outcomes, clock, executor, later, maximum, null, false);
    }

    private AcknowledgedOutcomes(
            Journal journal,
            Ledger ledger,
            Consumer<Outcome> outcomes,
            InstantSource clock,
            Executor executor,
            Executor later,
            int maximum,
            BiConsumer<String, List<Long>> unsettled,
            boolean settles) {
        this.unsettled = unsettled;
        this.settles = settles;
        this.journal = journal;
        this.ledger = ledger;
        this.outcomes = outcomes;
        this.clock = clock;
        this.executor = executor;
        this.later = later;
        this.maximum = maximum;
    }

    /**
     * Returns an object that passes on the offsets that an acknowledgement would cover if another node has sent them
     * and has not saved that yet. See {@link #settling}.
     */
    AcknowledgedOutcomes withUnsettled(BiConsumer<String, List<Long>> listener) {
        return new AcknowledgedOutcomes(journal, ledger, outcomes, clock, executor, later, maximum, listener, false);
    }

    /** Returns an object that publishes the outcomes of late offsets if they are acknowledged, even if early. */
    AcknowledgedOutcomes settling() {
        return new AcknowledgedOutcomes(journal, ledger, outcomes, clock, executor, later, maximum, null, true);
    }

    /** Never blocks. */
    void add(String user, Accepted accepted) {
        synchronized (waiting) {
            if (!merge(user, PendingAcknowledgement.of(accepted)) || running) {
                return;
            }
            running = true;
        }
        executor.execute(this::turn);
    }

    private boolean merge(String user, PendingAcknowledgement more) {
        synchronized (waiting) {
            if (waiting.size() >= maximum && !waiting.containsKey(user)) {
                if (lost.getAndIncrement() == 0) {
                    LOG.log(Level.WARNING, "too many users with pending acknowledgements; ACKED outcomes are lost");
                }
                return false;
            }
            waiting.merge(user, more, PendingAcknowledgement::and);
            return true;
        }
    }

    /** Returns the number of users with acknowledgements whose outcomes are not published yet. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Returns the number of acknowledgements discarded because of the limit; their outcomes were not published. */
    long lost() {
        return lost.get();
    }

    private void turn() {
        Executor next = executor;
        try {
            for (int pages = 0; pages < PAGES_IN_A_TURN; pages++) {
                Map.Entry<String, PendingAcknowledgement> first = takeFirst();
                if (first == null) {
                    return;
                }
                publish(first.getKey(), first.getValue());
            }
        } catch (JournalUnavailable e) {
            next = later;
        }
        next.execute(this::turn);
    }

    private Map.Entry<String, PendingAcknowledgement> takeFirst() {
        synchronized (waiting) {
            Iterator<Map.Entry<String, PendingAcknowledgement>> all =
                    waiting.entrySet().iterator();
            if (!all.hasNext()) {
                running = false;
                return null;
            }
            Map.Entry<String, PendingAcknowledgement> first = Map.Entry.copyOf(all.next());
            all.remove();
            return first;
        }
    }

    /** Publishes one page. The rest is queued behind the other users. */
    private void publish(String user, PendingAcknowledgement pendingAcknowledgement) {
        try {
            List<Notification> page = pendingAcknowledgement.next(journal, user, PAGE);
            Map<Long, Delivered> delivered = ledger.delivered(
                    user, page.stream().map(Notification::offset).toList());
            List<Long> unsent = new ArrayList<>();
            for (Notification notification : page) {
                long offset = notification.offset();
                if (delivered.get(offset).state() != Ledger.State.ACKED) {
                    unsent.add(offset);
                } else if (pendingAcknowledgement.includes(
                        notification, delivered.get(offset).early() && !settles)) {
                    publish(notification, user, delivered.get(offset));
                }
            }
            if (unsettled != null && !pendingAcknowledgement.readsLate() && !unsent.isEmpty()) {
                unsettled.accept(user, unsent);
            }
            pendingAcknowledgement.after(page, PAGE).ifPresent(rest -> merge(user, rest));
        } catch (JournalUnavailable e) {
            merge(user, pendingAcknowledgement);
            throw e;
        } catch (RuntimeException | Error e) {
            FAULTS.record(e);
        }
    }

    private void publish(Notification notification, String user, Delivered delivered) {
        if (!delivered.confirmed()) {
            outcomes.accept(new Outcome(notification, Kind.SENT, user, clock.instant(), 1));
        }
        outcomes.accept(new Outcome(notification, Kind.ACKED, user, clock.instant(), 1));
    }
}
