package io.marketbell.publish.service;

import io.marketbell.cluster.SharedKeys;
import io.marketbell.cluster.SharedKeys.Holder;
import io.marketbell.cluster.SharedKeys.Use;
import io.marketbell.notification.Notification;
import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.service.VolatileKeys.Claim;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Publishes volatile notifications immediately, at most once for each key. */
record VolatilePublisher(
        VolatileKeys keys, SharedKeys sharedKeys, RecentVolatiles recent, Consumer<List<Notification>> delivery) {
    private static final Logger LOG = System.getLogger(VolatilePublisher.class.getName());

    /** An item of a request that is published unless its key is used by another node. */
    private record Item(int place, Notification notification, Claim claim, byte[] contentHash) {

        boolean hasKey() {
            return claim != null;
        }

        /** Neither publishers nor keys contain control characters. */
        Use use() {
            String key = notification.publisher() + '\u0000' + notification.key();
            return new Use(key, notification.id(), contentHash);
        }
    }

    /** The volatile items of one request, in order. */
    final class Batch {
        private final Receipt[] receipts;
        private final List<CompletableFuture<Void>> waits = new ArrayList<>();
        private List<Item> fresh = new ArrayList<>();

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
            fresh.add(new Item(place, notification, claim, contentHash));
        }

        private void repeat(int place, Claim earlier, byte[] contentHash) {
            if (!earlier.isFor(contentHash)) {
                receipts[place] = new Receipt.KeyReused(earlier.id());
                return;
            }
            waits.add(earlier.published().thenAccept(published -> {
                // meanwhile, the key may have been left to a notification of another node
                Receipt used = earlier.isFor(contentHash)
                        ? new Receipt.Accepted(earlier.id(), 0, true)
                        : new Receipt.KeyReused(earlier.id());
                receipts[place] = published ? used : new Receipt.Unavailable();
            }));
        }

        /** Passes new items to delivery. The receipts are complete when the returned future is complete. */
        CompletableFuture<Void> publish() {
            if (sharedKeys.isShared()) {
                claimShared();
            }
            if (!fresh.isEmpty()) {
                boolean published = handOver();
                for (Item item : fresh) {
                    receipts[item.place] = published
                            ? new Receipt.Accepted(item.notification.id(), 0, false)
                            : new Receipt.Unavailable();
                    if (item.hasKey() && published) {
                        item.claim.fulfil();
                    } else if (item.hasKey()) {
                        abandon(item);
                    }
                }
                if (sharedKeys.isShared()) {
                    settleShared(published);
                }
            }
            return waits.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new));
        }

        /** Removes the items whose keys other nodes have used. If the shared keys are unreachable, none is removed. */
        private void claimShared() {
            List<Item> keyed = fresh.stream().filter(Item::hasKey).toList();
            if (keyed.isEmpty()) {
                return;
            }
            Optional<List<Holder>> holders =
                    sharedKeys.claim(keyed.stream().map(Item::use).toList());
            if (holders.isEmpty()) {
                return;
            }
            Set<Item> used = Collections.newSetFromMap(new IdentityHashMap<>());
            for (int i = 0; i < keyed.size(); i++) {
                Item item = keyed.get(i);
                Holder holder = holders.get().get(i);
                if (!holder.id().equals(item.notification.id())) {
                    receipts[item.place] = usedElsewhere(item, holder);
                    used.add(item);
                }
            }
            if (!used.isEmpty()) {
                fresh = fresh.stream().filter(item -> !used.contains(item)).toList();
            }
        }

        private Receipt usedElsewhere(Item item, Holder holder) {
            if (!holder.fulfilled()) {
                abandon(item);
                return new Receipt.Unavailable();
            }
            item.claim.leaveTo(holder.id(), holder.contentHash());
            return item.claim.isFor(item.contentHash)
                    ? new Receipt.Accepted(holder.id(), 0, true)
                    : new Receipt.KeyReused(holder.id());
        }

        private void settleShared(boolean published) {
            List<Use> uses = fresh.stream().filter(Item::hasKey).map(Item::use).toList();
            if (uses.isEmpty()) {
                return;
            }
            if (published) {
                sharedKeys.fulfil(uses);
            } else {
                sharedKeys.release(uses);
            }
        }

        private void abandon(Item item) {
            keys.abandon(item.notification.publisher(), item.notification.key(), item.claim);
        }

        /** Releases the keys of items that will not be published. */
        void abandon() {
            fresh.stream().filter(Item::hasKey).forEach(this::abandon);
        }

        private boolean handOver() {
            List<Notification> notifications =
                    fresh.stream().map(Item::notification).toList();
            try {
                delivery.accept(notifications);
                recent.add(notifications);
                return true;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, notifications.size() + " volatile notifications were not accepted by delivery", e);
                return false;
            }
        }
    }
}
