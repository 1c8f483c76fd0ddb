package io.marketbell.publish.service;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.NotificationService.Receipt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Commits durable notifications. Delivery receives them from the journal, in order of offset, not from this class. */
record DurablePublisher(Journal journal, OutcomeDispatcher outcomes, InstantSource clock) {

    /**
     * The durable items of one request, in order. They are appended in parts with a limited number of rows, so that no
     * request causes a transaction that delays all others. Each item is accepted or refused as a whole.
     */
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

        /** Appends the items. The receipts are complete when the returned future is complete. */
        CompletableFuture<Void> publish() {
            CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
            boolean refused = false;
            int to;
            for (int from = 0; from < entries.size(); from = to) {
                to = endOfPart(from);
                List<Integer> part = places.subList(from, to);
                if (refused) {
                    part.forEach(place -> receipts[place] = new Receipt.Unavailable());
                    continue;
                }
                CompletableFuture<List<Journal.Appended>> answer = append(entries.subList(from, to));
                // later parts would wait for the same unavailable database, and might be committed before the refused
                // ones
                refused = answer.isCompletedExceptionally();
                all = all.thenCombine(
                        answer.handle((appended, failure) -> conclude(part, appended, failure)), (before, now) -> null);
            }
            return all;
        }

        private int endOfPart(int from) {
            int to = from;
            int rows = 0;
            do {
                rows += entries.get(to++).rows();
            } while (to < entries.size() && rows + entries.get(to).rows() <= Journal.ROWS_AT_ONCE);
            return to;
        }

        private CompletableFuture<List<Journal.Appended>> append(List<Journal.Entry> part) {
            try {
                return journal.append(part).toCompletableFuture();
            } catch (JournalUnavailable e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private Void conclude(List<Integer> part, List<Journal.Appended> appended, Throwable failure) {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                part.forEach(place -> receipts[place] = refusal(cause));
                return null;
            }
            for (int i = 0; i < appended.size(); i++) {
                receipts[part.get(i)] = receipt(appended.get(i));
            }
            publishQueued(appended);
            return null;
        }

        private static Receipt refusal(Throwable cause) {
            if (cause instanceof JournalUnavailable) {
                return new Receipt.Unavailable();
            }
            if (cause instanceof IllegalArgumentException) {
                return new Receipt.Invalid(List.of(
                        new NotificationService.Fault("", "the database cannot store the items of this request")));
            }
            throw new CompletionException(cause);
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

    private void publishQueued(List<Journal.Appended> appended) {
        if (!outcomes.hasListeners()) {
            return;
        }
        Instant now = clock.instant();
        for (Journal.Appended each : appended) {
            if (each instanceof Journal.Appended.Committed committed) {
                outcomes.publish(new Outcome(committed.notification(), Outcome.Kind.QUEUED, null, now, 1));
            }
        }
    }
}
