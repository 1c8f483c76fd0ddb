package io.marketbell.app;

import io.marketbell.deadletter.DeadLetters;
import io.marketbell.delivery.Outcomes;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Outcome.Kind;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** What delivery finds out, told on to whoever listens. Costs nothing while nobody does. */
final class OutcomeDesk implements Outcomes {
    private static final int PAGE = 500;

    private final Journal journal;
    private final DeadLetters deadLetters;
    private final io.marketbell.ingest.Outcomes outcomes;
    private final Executor databaseThreads;
    private final InstantSource clock;

    OutcomeDesk(
            Journal journal,
            DeadLetters deadLetters,
            io.marketbell.ingest.Outcomes outcomes,
            Executor databaseThreads,
            InstantSource clock) {
        this.journal = journal;
        this.deadLetters = deadLetters;
        this.outcomes = outcomes;
        this.databaseThreads = databaseThreads;
        this.clock = clock;
    }

    @Override
    public void sent(List<Notification> notifications, String user) {
        if (outcomes.isHeard()) {
            notifications.forEach(notification -> tell(notification, Kind.SENT, user));
        }
    }

    @Override
    public void acknowledged(String user, long previous, long offset) {
        if (outcomes.isHeard()) {
            databaseThreads.execute(() -> tellAcknowledged(user, previous, offset));
        }
    }

    private void tellAcknowledged(String user, long previous, long offset) {
        try {
            long after = previous;
            List<Notification> page;
            do {
                page = journal.history(user, after, offset, Set.of(), PAGE);
                for (Notification notification : page) {
                    tell(notification, Kind.ACKED, user);
                    after = notification.offset();
                }
            } while (page.size() == PAGE);
        } catch (JournalUnavailable e) {
            // The acknowledgement itself is kept; only who listens for it misses it.
            System.getLogger(OutcomeDesk.class.getName())
                    .log(System.Logger.Level.WARNING, "acknowledgements up to {0} could not be told", offset);
        }
    }

    @Override
    public void undeliverable(Notification notification, String user, int attempts) {
        deadLetters.add(
                notification, user, DeadLetters.Reason.UNDELIVERABLE, attempts, "writing it to the recipient failed");
        tell(notification, Kind.DEAD, user);
    }

    /** Adds the dead letter of a notification that expired without having been sent. May be repeated. */
    void keepExpired(Notification notification, String user) {
        deadLetters.add(notification, user, DeadLetters.Reason.EXPIRED, 0, "expired before it was sent");
    }

    /** Reports the outcome of a notification that expired without having been sent. */
    void expired(Notification notification, String user) {
        tell(notification, Kind.EXPIRED, user);
    }

    private void tell(Notification notification, Kind kind, String user) {
        outcomes.tell(new Outcome(notification, kind, user, clock.instant(), 1));
    }
}
