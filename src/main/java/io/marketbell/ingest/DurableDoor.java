package io.marketbell.ingest;

import io.marketbell.ingest.NotificationService.Receipt;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Commits durable notifications. They reach delivery from the journal, in order of offset, not from here. */
final class DurableDoor {
    private final Journal journal;
    private final Outcomes outcomes;
    private final InstantSource clock;

    DurableDoor(Journal journal, Outcomes outcomes, InstantSource clock) {
        this.journal = journal;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    /** The durable items of one request, in order: one append. */
    final class Batch {
        private final Receipt[] receipts;
        private final List<Journal.Entry> entries = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();

        Batch(Receipt[] receipts) {
            this.receipts = receipts;
        }

        void add(int place, Notification notification, byte[] contentHash) {
            entries.add(new Journal.Entry(notification, contentHash));
            places.add(place);
        }

        /** The receipts are complete when the returned future is. */
        CompletableFuture<Void> publish() {
            if (entries.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            try {
                return journal.append(entries).handle(this::conclude).toCompletableFuture();
            } catch (JournalUnavailable e) {
                return CompletableFuture.completedFuture(conclude(null, e));
            }
        }

        private Void conclude(List<Journal.Appended> appended, Throwable failure) {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                if (!(cause instanceof JournalUnavailable)) {
                    throw new CompletionException(cause);
                }
                places.forEach(place -> receipts[place] = new Receipt.Unavailable());
                return null;
            }
            for (int i = 0; i < appended.size(); i++) {
                receipts[places.get(i)] = receipt(appended.get(i));
            }
            tell(appended);
            return null;
        }

        private static Receipt receipt(Journal.Appended appended) {
            if (appended instanceof Journal.Appended.Committed committed) {
                return new Receipt.Accepted(
                        committed.notification().id(), committed.notification().offset(), false);
            }
            if (appended instanceof Journal.Appended.Duplicate duplicate) {
                return new Receipt.Accepted(duplicate.id(), duplicate.offset(), true);
            }
            return new Receipt.KeyReused(((Journal.Appended.KeyReused) appended).id());
        }
    }

    private void tell(List<Journal.Appended> appended) {
        if (!outcomes.isHeard()) {
            return;
        }
        Instant now = clock.instant();
        for (Journal.Appended each : appended) {
            if (each instanceof Journal.Appended.Committed committed) {
                outcomes.tell(new Outcome(committed.notification(), Outcome.Kind.QUEUED, null, now, 1));
            }
        }
    }
}
