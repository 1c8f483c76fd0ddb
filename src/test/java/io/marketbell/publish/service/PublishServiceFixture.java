package io.marketbell.publish.service;

import io.marketbell.cluster.SharedKeys;
import io.marketbell.cluster.local.LocalKeys;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.Publication;
import io.marketbell.publish.PublicationBuilder;
import io.marketbell.publish.UndeliveredOutcome;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The service with storage in memory, and the items that its tests publish. */
abstract class PublishServiceFixture {
    protected final MemoryJournal journal = new MemoryJournal("e7");
    protected final MemoryLedger ledger = new MemoryLedger();
    protected final List<Notification> delivered = new CopyOnWriteArrayList<>();
    protected final List<UndeliveredOutcome> endings = new ArrayList<>();
    private final OutcomeDispatcher outcomes = new OutcomeDispatcher();
    protected Instant now = Instant.parse("2026-11-22T10:15:30.123456789Z");
    protected Consumer<List<Notification>> delivery = delivered::addAll;

    protected final PublishService service = service(new LocalKeys());

    /** Returns a service of another node that shares these keys. */
    protected PublishService service(SharedKeys sharedKeys) {
        return new PublishService(
                journal,
                ledger,
                notifications -> delivery.accept(notifications),
                (publisher, url) -> Optional.empty(),
                (kind, pointer, text) -> text.contains("suspicious") ? "looks like an attack" : null,
                id -> endings,
                ledger::acknowledge,
                outcomes,
                new PublishService.Capacity(1_000, 10, 1 << 20),
                new NotificationIds(() -> now),
                sharedKeys,
                () -> now);
    }

    protected CompletionStage<List<Receipt>> publish(Publication... items) {
        return service.publish("desk", Arrays.asList(items));
    }

    protected static PublicationBuilder fill(String... users) {
        return Publication.of(NotificationType.ORDER_FILLED).recipients(users);
    }

    protected static PublicationBuilder price(String instrument) {
        return Publication.of(NotificationType.PRICE_UPDATE).instrument(instrument);
    }

    protected static List<Receipt> receipts(CompletionStage<List<Receipt>> answer) {
        return answer.toCompletableFuture().join();
    }

    protected static List<Receipt.Accepted> accepted(CompletionStage<List<Receipt>> answer) {
        return receipts(answer).stream().map(Receipt.Accepted.class::cast).toList();
    }
}
