package io.marketbell.publish.service;

import io.marketbell.cluster.local.LocalKeys;
import io.marketbell.notification.Notification;
import io.marketbell.publish.NotificationService;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Creates the service as the application does, with storage in memory. */
@ApplicationScoped
public class PublishFixture {
    private final MemoryJournal journal = new MemoryJournal("e7") {
        /** Completes later on another thread, like a database. */
        @Override
        public CompletionStage<List<Appended>> append(List<Entry> entries) {
            return super.append(entries)
                    .thenApplyAsync(Function.identity(), CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS));
        }
    };
    private final MemoryLedger ledger = new MemoryLedger();
    private final Queue<Notification> delivered = new ConcurrentLinkedQueue<>();

    @Produces
    @ApplicationScoped
    NotificationService service() {
        return new PublishService(
                journal,
                ledger,
                delivered::addAll,
                (publisher, url) -> url.getHost().equals("hooks.example.com")
                        ? Optional.empty()
                        : Optional.of("host " + url.getHost() + " is not an allowed callback host"),
                (kind, pointer, text) -> null,
                id -> List.of(),
                ledger::acknowledge,
                new OutcomeDispatcher(),
                new PublishService.Capacity(1_000, 1_000, 1 << 20),
                new NotificationIds(InstantSource.system()),
                new LocalKeys(),
                InstantSource.system());
    }

    public MemoryJournal journal() {
        return journal;
    }

    public Queue<Notification> delivered() {
        return delivered;
    }
}
