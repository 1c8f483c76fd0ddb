package io.marketbell.publish.service;

import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Outcome.Kind;
import io.marketbell.publish.NotificationService.Status;
import io.marketbell.publish.UndeliveredOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Determines the status of a notification from the journal, the ledger, the dead letters and the recent volatile
 * notifications.
 */
record StatusLookup(
        Journal journal,
        Ledger ledger,
        RecentVolatiles recent,
        Function<String, List<UndeliveredOutcome>> outcomes,
        InstantSource clock) {

    Optional<Status> status(String id) {
        Optional<Notification> fleeting = recent.byId(id);
        if (fleeting.isPresent()) {
            return fleeting.map(this::ofVolatile);
        }
        Optional<Notification> kept = journal.byId(id);
        List<UndeliveredOutcome> ended = outcomes.apply(id);
        if (kept.isEmpty()) {
            // The notification has expired and was deleted; only its dead letters remain.
            return ended.stream().findFirst().map(outcome -> ofDurable(outcome.notification(), ended));
        }
        return kept.map(notification -> ofDurable(notification, ended));
    }

    /** Recipients of volatile notifications are not recorded: the notification is either queued or expired. */
    private Status ofVolatile(Notification notification) {
        Instant now = clock.instant();
        Kind state = notification.isExpired(now) ? Kind.EXPIRED : Kind.QUEUED;
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        if (!notification.isForEveryone()) {
            counts.put(state, (long) notification.recipients().size());
        }
        return new Status(notification, state, counts, now);
    }

    private Status ofDurable(Notification notification, List<UndeliveredOutcome> ended) {
        Instant now = clock.instant();
        Kind waiting = notification.isExpired(now) ? Kind.EXPIRED : Kind.QUEUED;
        Map<Kind, Long> counts =
                notification.isForEveryone() ? ofEveryone(notification, ended) : ofNamed(notification, ended, waiting);
        Kind state = counts.isEmpty() ? waiting : counts.keySet().iterator().next();
        return new Status(notification, state, counts, now);
    }

    private Map<Kind, Long> ofEveryone(Notification notification, List<UndeliveredOutcome> ended) {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        Ledger.Reach reach = ledger.reach(notification.offset());
        count(counts, Kind.SENT, reach.sent() - reach.acknowledged());
        count(counts, Kind.ACKED, reach.acknowledged());
        ended.forEach(outcome -> count(counts, outcome.kind(), 1));
        return counts;
    }

    private Map<Kind, Long> ofNamed(Notification notification, List<UndeliveredOutcome> ended, Kind waiting) {
        Map<String, Kind> kinds = new HashMap<>();
        Map<String, Ledger.State> states = ledger.states(notification.offset(), notification.recipients());
        for (String recipient : notification.recipients()) {
            kinds.put(
                    recipient,
                    switch (states.getOrDefault(recipient, Ledger.State.QUEUED)) {
                        case QUEUED -> waiting;
                        case SENT -> Kind.SENT;
                        case ACKED -> Kind.ACKED;
                    });
        }
        for (UndeliveredOutcome outcome : ended) {
            kinds.computeIfPresent(outcome.recipient(), (recipient, kind) -> with(outcome.kind(), kind));
        }
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        kinds.values().forEach(kind -> count(counts, kind, 1));
        return counts;
    }

    /**
     * EXPIRED is final: nothing is sent after it. DEAD is not final: the notification may have been sent to a later
     * connection.
     */
    private static Kind with(Kind ending, Kind known) {
        boolean reached = known == Kind.SENT || known == Kind.ACKED;
        return ending == Kind.DEAD && reached ? known : ending;
    }

    private static void count(Map<Outcome.Kind, Long> counts, Kind kind, long number) {
        if (number > 0) {
            counts.merge(kind, number, Long::sum);
        }
    }
}
