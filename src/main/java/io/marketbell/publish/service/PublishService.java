package io.marketbell.publish.service;

import com.github.benmanes.caffeine.cache.Ticker;
import com.github.f4b6a3.ulid.UlidFactory;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.publish.CallbackPolicy;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.Publication;
import io.marketbell.publish.TextPolicy;
import io.marketbell.publish.UndeliveredOutcome;
import io.marketbell.publish.validation.ItemTexts;
import io.marketbell.publish.validation.PublicationValidator;
import io.marketbell.publish.validation.PublicationValidator.Verdict;
import io.marketbell.publish.validation.ValidatedItem;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes notifications in: validates, names, and sends each through the door for its kind. */
public final class PublishService implements NotificationService {
    private final PublicationValidator validator;
    private final ItemTexts texts;
    private final RecentVolatiles recent;
    private final VolatileKeys keys;
    private final VolatilePublisher volatilePublisher;
    private final DurablePublisher durablePublisher;
    private final StatusLookup lookup;
    private final NotificationHistory history;
    private final BiFunction<String, Long, Ledger.Acknowledgement> acknowledger;
    private final OutcomeDispatcher outcomes;
    private final UlidFactory ids;
    private final InstantSource clock;

    /**
     * @param delivery takes volatile notifications at once
     * @param texts may refuse what a publisher writes
     * @param endings of a notification's id: the dead letters there are of it
     * @param acknowledger acknowledges for a user up to an offset, wherever the user is connected
     * @param outcomes where all outcomes are told; this one adds the {@code QUEUED} ones
     * @param capacity how much is remembered of volatile notifications
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
            InstantSource clock) {
        this.validator = new PublicationValidator(callbacks);
        this.texts = new ItemTexts(texts);
        this.recent = new RecentVolatiles(capacity.recent(), capacity.recentBytes());
        Ticker ticker = () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        this.keys = new VolatileKeys(capacity.keys(), ticker);
        this.volatilePublisher = new VolatilePublisher(keys, recent, delivery);
        this.durablePublisher = new DurablePublisher(journal, outcomes, clock);
        this.lookup = new StatusLookup(journal, ledger, recent, endings, clock);
        this.history = new NotificationHistory(journal, ledger);
        this.acknowledger = acknowledger;
        this.outcomes = outcomes;
        this.clock = clock;
        this.ids = UlidFactory.newMonotonicInstance(
                () -> ThreadLocalRandom.current().nextLong(), clock::millis);
    }

    /**
     * @param keys idempotency keys of volatile notifications, of 250 bytes each; longer ones count more
     * @param recent volatile notifications that can be asked about
     * @param recentBytes bytes of heap that these may occupy, by estimate
     */
    public record Capacity(int keys, int recent, long recentBytes) {
        public Capacity {
            if (keys < 1 || recent < 1 || recentBytes < 1) {
                throw new IllegalArgumentException(
                        "must be positive: keys " + keys + ", recent " + recent + ", recent bytes " + recentBytes);
            }
        }
    }

    /** Bytes of heap that recent volatile notifications occupy, by estimate. */
    public long recentBytes() {
        return recent.bytes();
    }

    /** Bytes of heap that idempotency keys of volatile notifications occupy, by estimate. */
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
                // Otherwise all who repeat one of these keys would wait for ever.
                volatiles.abandon();
            }
        }
    }

    /** Sorts the valid items into the two batches; the others have their receipts then. */
    private void check(
            String publisher,
            List<Publication> items,
            Instant now,
            Receipt[] receipts,
            VolatilePublisher.Batch volatiles,
            DurablePublisher.Batch durables) {
        for (int i = 0; i < receipts.length; i++) {
            Verdict verdict = validator.check(items.get(i).item(), publisher, now);
            List<Fault> refused = verdict instanceof Verdict.Sound
                    ? texts.refused(items.get(i).item())
                    : List.of();
            if (!refused.isEmpty()) {
                receipts[i] = new Receipt.Suspicious(refused);
            } else if (verdict instanceof Verdict.Sound sound) {
                ValidatedItem item = sound.item();
                Notification notification = item.accepted(ids.create().toString(), publisher, now);
                if (notification.isDurable()) {
                    durables.add(i, notification, item.contentHash());
                } else {
                    volatiles.add(i, notification, item.contentHash());
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
