package io.marketbell.publish;

import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The inside door of notifications, for Java code deployed beside Marketbell; an application-scoped CDI bean. The REST
 * resource uses nothing else.
 *
 * <p>What reads may fail with {@link JournalUnavailable}.
 */
public interface NotificationService {

    /**
     * Validates and publishes, each item on its own: one that is refused does not hold back the others. The stage
     * completes when the durable ones among them are committed, with one receipt for each item, in order; it never
     * completes exceptionally for what an item contains.
     *
     * <p>An item with a key that its publisher has used before is not published again: the receipt is the first one's,
     * as a duplicate, once the first is published. Durable items and volatile ones have their keys apart.
     *
     * @param publisher the user in whose name they are published; idempotency keys are per publisher
     */
    CompletionStage<List<Receipt>> publish(String publisher, List<Publication> items);

    /** How a notification stands; empty where there is none of this id, or it is forgotten. */
    Optional<Status> status(String id);

    /** Tells the listener of every outcome of a durable notification from now on, until the handle is closed. Listeners must not block. */
    AutoCloseable subscribe(Consumer<Outcome> listener);

    /**
     * The durable notifications addressed to the user, by name or as one of everyone. They count as written to the user:
     * the user may acknowledge them, and later receives them marked as redelivered.
     *
     * @param after the offset after which to read, exclusive; not negative
     * @param types only these; empty: all
     * @param limit at most this many; positive
     */
    Page history(String user, long after, Set<NotificationType> types, int limit);

    /** Acknowledges on the user's behalf everything up to the offset that was sent. */
    Ledger.Acknowledgement acknowledge(String user, long offset);

    /** What became of a published item. */
    sealed interface Receipt {
        /** @param offset its place in the journal; 0 for volatile ones */
        record Accepted(String id, long offset, boolean duplicate) implements Receipt {}

        /** It breaks the rules; every fault is named. */
        record Invalid(List<Fault> faults) implements Receipt {}

        /** It breaks no rule, but a text in it looks like an attack. */
        record Suspicious(List<Fault> faults) implements Receipt {}

        /** The key was used for other content before. */
        record KeyReused(String id) implements Receipt {}

        /** Durable storage is away; the item was not published, and may be again later. */
        record Unavailable() implements Receipt {}
    }

    /** @param pointer where, as a JSON pointer into the item (RFC 6901) */
    record Fault(String pointer, String detail) {}

    /**
     * @param state what all of its recipients have in common, else the least far along of them
     * @param recipients how many are in each state; of one for everyone, those it was sent to
     */
    record Status(Notification notification, Outcome.Kind state, Map<Outcome.Kind, Long> recipients, Instant asOf) {}

    /**
     * @param nextAfter the offset after which the next page begins
     * @param head the highest visible offset, of any recipient
     */
    record Page(List<Read> notifications, long nextAfter, long head, String epoch) {}

    /** @param redelivered whether it may have been sent to this user before */
    record Read(Notification notification, boolean redelivered) {}
}
