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
 * The API for publishing and reading notifications, for Java code deployed beside Marketbell; an application-scoped CDI
 * bean. The REST resource uses only this API.
 *
 * <p>Methods that read may throw {@link JournalUnavailable}.
 */
public interface NotificationService {

    /**
     * Validates and publishes the items independently of each other: a refused item does not affect the others. The
     * stage completes when the durable items are committed, with one receipt for each item, in order. It never
     * completes exceptionally because of the content of an item.
     *
     * <p>An item with a key that its publisher has already used is not published again: its receipt is that of the
     * first item, marked as a duplicate, once the first is published. Durable and volatile items have separate keys.
     *
     * @param publisher the publishing user; idempotency keys are per publisher
     */
    CompletionStage<List<Receipt>> publish(String publisher, List<Publication> items);

    /** Returns the status of a notification; empty if it does not exist or has expired. */
    Optional<Status> status(String id);

    /**
     * Registers a listener for the outcomes of durable notifications. It receives every later outcome until the
     * returned handle is closed. Listeners must not block.
     */
    AutoCloseable subscribe(Consumer<Outcome> listener);

    /**
     * Returns the durable notifications addressed to the user, by name or to everyone. They count as sent to the user:
     * the user may acknowledge them, and later receives them marked as redelivered.
     *
     * @param after the offset after which to read, exclusive; not negative
     * @param types the types to return; empty: all
     * @param limit maximum number of notifications; positive
     */
    Page history(String user, long after, Set<NotificationType> types, int limit);

    /** Acknowledges, on behalf of the user, everything up to the offset that was sent. */
    Ledger.Acknowledgement acknowledge(String user, long offset);

    /** The result of publishing an item. */
    sealed interface Receipt {
        /** @param offset the offset in the journal; 0 for volatile notifications */
        record Accepted(String id, long offset, boolean duplicate) implements Receipt {}

        /** The item violates the validation rules; contains all faults. */
        record Invalid(List<Fault> faults) implements Receipt {}

        /** The item is valid, but a text in it looks like an attack. */
        record Suspicious(List<Fault> faults) implements Receipt {}

        /** The key was already used for other content. */
        record KeyReused(String id) implements Receipt {}

        /** Durable storage is unavailable; the item was not published and may be retried later. */
        record Unavailable() implements Receipt {}
    }

    /** @param pointer location of the fault, as a JSON pointer into the item (RFC 6901) */
    record Fault(String pointer, String detail) {}

    /**
     * @param state the state of the recipient that has progressed least
     * @param recipients number of recipients in each state; for a notification to everyone, only recipients to whom it
     * was sent
     */
    record Status(Notification notification, Outcome.Kind state, Map<Outcome.Kind, Long> recipients, Instant asOf) {}

    /**
     * @param nextAfter the offset after which the next page starts
     * @param head the highest visible offset, of any recipient
     */
    record Page(List<Read> notifications, long nextAfter, long head, String epoch) {}

    /** @param redelivered whether it may have been sent to this user before */
    record Read(Notification notification, boolean redelivered) {}
}
