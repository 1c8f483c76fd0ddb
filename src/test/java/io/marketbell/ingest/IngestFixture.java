package io.marketbell.ingest;

import io.marketbell.notification.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Composes the service as the application does, over what is in memory. */
@ApplicationScoped
public class IngestFixture {
    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryLedger ledger = new MemoryLedger();
    private final List<Notification> delivered = new CopyOnWriteArrayList<>();

    @Produces
    @ApplicationScoped
    NotificationService service() {
        return new PublishService(
                journal,
                ledger,
                delivered::addAll,
                url -> url.getHost().equals("hooks.example.com"),
                id -> List.of(),
                ledger::acknowledge,
                new Outcomes(),
                new PublishService.Capacity(1_000, 1_000),
                InstantSource.system());
    }

    public MemoryJournal journal() {
        return journal;
    }

    public List<Notification> delivered() {
        return delivered;
    }
}
