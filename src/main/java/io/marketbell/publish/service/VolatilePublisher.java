package io.marketbell.publish.service;

import io.marketbell.notification.Notification;
import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.service.VolatileKeys.Claim;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Publishes volatile notifications immediately, at most once for each key. */
record VolatilePublisher(VolatileKeys keys, RecentVolatiles recent, Consumer<List<Notification>> delivery) {
    private static final Logger LOG = System.getLogger(VolatilePublisher.class.getName());

    /** The volatile items of one request, in order. */
    final class Batch {
        private final Receipt[] receipts;
        private final List<Notification> fresh = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();
        private final List<Claim> claims = new ArrayList<>();
        private final List<CompletableFuture<Void>> waits = new ArrayList<>();

        Batch(Receipt[] receipts) {
            this.receipts = receipts;
        }

        void add(int place, Notification notification, byte[] contentHash) {
            Claim claim = null;
            if (notification.key() != null) {
                Duration timeToLive = Duration.between(notification.acceptedAt(), notification.expiresAt());
                claim = keys.claim(
                        notification.publisher(), notification.key(), contentHash, notification.id(), timeToLive);
                if (!claim.id().equals(notification.id())) {
                    repeat(place, claim, contentHash);
                    return;
                }
            }
            fresh.add(notification);
            places.add(place);
            claims.add(claim);
        }

        private void repeat(int place, Claim earlier, byte[] contentHash) {
            if (!earlier.isFor(contentHash)) {
                receipts[place] = new Receipt.KeyReused(earlier.id());
                return;
            }
            waits.add(earlier.published()
                    .thenAccept(published -> receipts[place] =
                            published ? new Receipt.Accepted(earlier.id(), 0, true) : new Receipt.Unavailable()));
        }

        /** Passes new items to delivery. The receipts are complete when the returned future is complete. */
        CompletableFuture<Void> publish() {
            if (!fresh.isEmpty()) {
                boolean published = handOver();
                for (int i = 0; i < fresh.size(); i++) {
                    Notification notification = fresh.get(i);
                    receipts[places.get(i)] =
                            published ? new Receipt.Accepted(notification.id(), 0, false) : new Receipt.Unavailable();
                    Claim claim = claims.get(i);
                    if (claim != null && published) {
                        claim.fulfil();
                    } else if (claim != null) {
                        keys.abandon(notification.publisher(), notification.key(), claim);
                    }
                }
            }
            return waits.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new));
        }

        /** Releases the keys of items that will not be published. */
        void abandon() {
            for (int i = 0; i < fresh.size(); i++) {
                if (claims.get(i) != null) {
                    keys.abandon(fresh.get(i).publisher(), fresh.get(i).key(), claims.get(i));
                }
            }
        }

        private boolean handOver() {
            try {
                delivery.accept(List.copyOf(fresh));
                recent.add(fresh);
                return true;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, fresh.size() + " volatile notifications were not accepted by delivery", e);
                return false;
            }
        }
    }
}
