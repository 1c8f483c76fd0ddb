package io.marketbell.publish.service;

import com.github.benmanes.caffeine.cache.Ticker;
import io.marketbell.cluster.SharedKeys;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.json.TextPolicy;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.publish.CallbackPolicy;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.Publication;
import io.marketbell.publish.UndeliveredOutcome;
import io.marketbell.publish.validation.ItemTexts;
import io.marketbell.publish.validation.PublicationValidator;
import io.marketbell.publish.validation.PublicationValidator.Verdict;
import io.marketbell.settings.SettingRange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Accepts notifications: validates them, assigns ids, and passes each to the durable or the volatile publisher. */
public final class PublishService implements NotificationService {
    private final CallbackPolicy callbacks;
    private final ItemTexts texts;
    private final RecentVolatiles recent;
    private final VolatileKeys keys;
    private final VolatilePublisher volatilePublisher;
    private final DurablePublisher durablePublisher;
    private final StatusLookup lookup;
    private final NotificationHistory history;
    private final BiFunction<String, Long, Ledger.Acknowledgement> acknowledger;
    private final OutcomeDispatcher outcomes;
    private final NotificationIds ids;
    private final InstantSource clock;

    /**
     * @param delivery receives volatile notifications immediately
     * @param texts may refuse texts of a publisher
     * @param endings returns the dead letters of a notification id
     * @param acknowledger acknowledges for a user up to an offset, independent of the user's connections
     * @param outcomes receives all outcomes; this class adds the {@code QUEUED} outcomes
     * @param capacity limits on the data kept about volatile notifications
     * @param sharedKeys the idempotency keys of volatile notifications that other nodes have used
     */
    public PublishService(
            Journal journal,
            Ledger ledger,
            Consumer<List<Notification>> delivery,
            CallbackPolicy callbacks,
            TextPolicy texts,
            Function<String, List<UndeliveredOutcome>> endings,
            BiFunction<String, Long, Ledger.Acknowledgement> acknowledger,
            OutcomeDispatcher outcomes,
            Capacity capacity,
            NotificationIds ids,
            SharedKeys sharedKeys,
            InstantSource clock) {
        this.callbacks = callbacks;
        this.texts = new ItemTexts(texts);
        this.recent = new RecentVolatiles(capacity.recent(), capacity.recentBytes());
        Ticker ticker = () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        this.keys = new VolatileKeys(capacity.keys(), ticker);
        this.volatilePublisher = new VolatilePublisher(keys, sharedKeys, recent, delivery);
        this.durablePublisher = new DurablePublisher(journal, outcomes, clock);
        this.lookup = new StatusLookup(journal, ledger, recent, endings, clock);
        this.history = new NotificationHistory(journal, ledger);
        this.acknowledger = acknowledger;
        this.outcomes = outcomes;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * @param keys maximum number of idempotency keys of volatile notifications, of 250 bytes each; longer keys count
     * more
     * @param recent maximum number of volatile notifications whose status can be requested
     * @param recentBytes maximum heap that these occupy, in estimated bytes
     */
    public record Capacity(int keys, int recent, long recentBytes) {
        public Capacity {
            SettingRange.atLeast(1, "marketbell.ingest.volatile.keys", keys);
            SettingRange.atLeast(1, "marketbell.ingest.volatile.recent", recent);
            SettingRange.atLeast(1, "marketbell.ingest.volatile.recent.bytes", recentBytes);
        }
    }

    /** Adds volatile notifications that other nodes have published, for status requests. */
    public void publishedElsewhere(List<Notification> notifications) {
        recent.add(notifications);
    }

    /** Discards the volatile notifications to this user that are kept for status requests. */
    public void forget(String user) {
        recent.forget(user);
    }

    /** Returns the estimated heap in bytes that recent volatile notifications occupy. */
    public long recentBytes() {
        return recent.bytes();
    }

    /** Returns the estimated heap in bytes that idempotency keys of volatile notifications occupy. */
    public long keyBytes() {
        return keys.bytes();
    }

    @Override
    public CompletionStage<List<Receipt>> publish(String publisher, List<Publication> items) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Receipt[] receipts = new Receipt[items.size()];
        VolatilePublisher.Batch volatiles = volatilePublisher.new Batch(receipts);
        DurablePublisher.Batch durables = durablePublisher.new Batch(receipts);
        boolean handedOver = false;
        try {
            check(publisher, items, now, receipts, volatiles, durables);
            CompletableFuture<Void> committed = durables.publish();
            CompletableFuture<Void> delivered = volatiles.publish();
            handedOver = true;
            return delivered.thenCombine(committed, (v, d) -> Arrays.asList(receipts));
        } finally {
            if (!handedOver) {
                // Otherwise all later requests with one of these keys would wait indefinitely.
                volatiles.abandon();
            }
        }
    }

    /** Adds the valid items to the two batches and sets the receipts of the others. */
    private void check(
            String publisher,
            List<Publication> items,
            Instant now,
            Receipt[] receipts,
            VolatilePublisher.Batch volatiles,
            DurablePublisher.Batch durables) {
        for (int i = 0; i < receipts.length; i++) {
            Verdict verdict = PublicationValidator.check(items.get(i).item(), publisher, now, callbacks, ids::next);
            List<Fault> refused = verdict instanceof Verdict.Sound
                    ? texts.refused(items.get(i).item())
                    : List.of();
            if (!refused.isEmpty()) {
                receipts[i] = new Receipt.Suspicious(refused);
            } else if (verdict instanceof Verdict.Sound sound) {
                if (sound.notification().isDurable()) {
                    durables.add(i, sound.notification(), sound.contentHash());
                } else {
                    volatiles.add(i, sound.notification(), sound.contentHash());
                }
            } else {
                receipts[i] = new Receipt.Invalid(((Verdict.Faulty) verdict).faults());
            }
        }
    }

    @Override
    public Optional<Status> status(String id) {
        return lookup.status(id);
    }

    @Override
    public AutoCloseable subscribe(Consumer<Outcome> listener) {
        return outcomes.subscribe(listener);
    }

    @Override
    public Page history(String user, long after, Set<NotificationType> types, int limit) {
        return history.read(user, after, types, limit);
    }

    @Override
    public Ledger.Acknowledgement acknowledge(String user, long offset) {
        return acknowledger.apply(user, offset);
    }
}
