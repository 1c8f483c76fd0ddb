package io.marketbell.app;

import io.marketbell.deadletter.DeadLetters;
import io.marketbell.delivery.OutcomeListener;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Outcome.Kind;
import java.time.InstantSource;
import java.util.List;

/** Forwards delivery outcomes to the listeners. Does no work if there are no listeners. */
final class OutcomePublisher implements OutcomeListener {
    private final DeadLetters deadLetters;
    private final io.marketbell.publish.service.OutcomeDispatcher outcomes;
    private final OutcomeThread thread;
    private final InstantSource clock;
    private final boolean shared;

    /**
     * @param shared whether {@link #claimed} reports the ranges of acknowledgements, because other nodes may accept the
     *     same ones
     */
    OutcomePublisher(
            DeadLetters deadLetters,
            io.marketbell.publish.service.OutcomeDispatcher outcomes,
            OutcomeThread thread,
            InstantSource clock,
            boolean shared) {
        this.deadLetters = deadLetters;
        this.outcomes = outcomes;
        this.thread = thread;
        this.clock = clock;
        this.shared = shared;
    }

    @Override
    public void sent(List<Notification> notifications, String user) {
        if (outcomes.hasListeners()) {
            notifications.forEach(notification -> publish(notification, Kind.SENT, user));
        }
    }

    @Override
    public void acknowledged(String user, Accepted accepted) {
        if (outcomes.hasListeners()) {
            Accepted reported = shared ? accepted.lateOnly() : accepted;
            if (reported.isNews()) {
                thread.acknowledged(user, reported);
            }
        }
    }

    /** Reports a range of acknowledgements that this node was the first to save. */
    void claimed(String user, Accepted accepted) {
        if (outcomes.hasListeners()) {
            thread.acknowledged(user, accepted);
        }
    }

    /**
     * Handles failed writes on some connections. The user may have received the notification on another connection or
     * by fetching it.
     */
    @Override
    public void undeliverable(Notification notification, String user, int attempts) {
        thread.unlessReached(notification, user, () -> {
            deadLetters.add(
                    notification, user, DeadLetters.Reason.UNDELIVERABLE, attempts, "writes to the recipient failed");
            publish(notification, Kind.DEAD, user);
        });
    }

    /** Adds the dead letter of a notification that expired without having been sent. May be repeated. */
    void keepExpired(Notification notification, String user) {
        deadLetters.add(notification, user, DeadLetters.Reason.EXPIRED, 0, "expired before it was sent");
    }

    /** Reports the outcome of a notification that expired without having been sent. */
    void expired(Notification notification, String user) {
        publish(notification, Kind.EXPIRED, user);
    }

    private void publish(Notification notification, Kind kind, String user) {
        outcomes.publish(new Outcome(notification, kind, user, clock.instant(), 1));
    }
}
