package io.marketbell.delivery.shard;

import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.LastValue;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.notification.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** All shards. Users are distributed over them by hash. Thread-safe. */
final class Shards {
    final List<Shard> all;

    /** Ensures that all shards receive notifications in the same order and therefore agree on every last value. */
    private final Object sequence = new Object();

    Shards(DeliveryContext context, ThreadFactory threads) {
        DeliverySettings settings = context.settings();
        int count = settings.shards();
        long bytes = Math.max(1, settings.lastValueBytes() / count);
        all = IntStream.range(0, count)
                .mapToObj(number -> new LastValues(
                        settings.lastValues(), bytes, user -> Math.floorMod(user.hashCode(), count) == number))
                .map(lastValues -> new Shard(lastValues, context.clocks().ticker(), threads))
                .toList();
    }

    /** Returns the shard that has all connections of the user. */
    Shard of(String user) {
        return all.get(Math.floorMod(user.hashCode(), all.size()));
    }

    /**
     * Passes the notifications to the shards of their recipients. Never waits.
     *
     * @param epoch the epoch of their log; null for volatile notifications
     */
    void route(List<Notification> notifications, String epoch) {
        List<RoutedNotification> routedNotifications = notifications.stream()
                .map(notification -> new RoutedNotification(notification, epoch))
                .toList();
        distribute(routedNotifications, Shard::route);
    }

    /** Keeps last values in the shards of their recipients. Never waits. */
    void keep(List<Notification> values) {
        distribute(values.stream().map(RoutedNotification::new).toList(), Shard::keep);
    }

    private void distribute(
            List<RoutedNotification> routedNotifications, BiConsumer<Shard, List<RoutedNotification>> action) {
        List<List<RoutedNotification>> byShard = all.stream()
                .map(shard -> relevantTo(shard, routedNotifications))
                .toList();
        synchronized (sequence) {
            for (int i = 0; i < all.size(); i++) {
                Shard shard = all.get(i);
                List<RoutedNotification> relevant = byShard.get(i);
                if (!relevant.isEmpty()) {
                    shard.enqueue(() -> action.accept(shard, relevant));
                }
            }
        }
    }

    /** Returns the last values; empty if a shard does not respond in time. */
    Optional<List<LastValue>> lastValues(long withinMillis) {
        List<CompletableFuture<List<LastValue>>> parts = new ArrayList<>();
        for (Shard shard : all) {
            CompletableFuture<List<LastValue>> part = new CompletableFuture<>();
            parts.add(part);
            boolean first = shard == all.get(0);
            shard.enqueue(() -> part.complete(lastValuesOf(shard, first)));
        }
        try {
            CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).get(withinMillis, TimeUnit.MILLISECONDS);
            return Optional.of(
                    parts.stream().flatMap(part -> part.join().stream()).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Every shard keeps the values for everyone; they are taken from the first one. */
    private static List<LastValue> lastValuesOf(Shard shard, boolean first) {
        List<LastValue> found = new ArrayList<>();
        shard.lastValues.forEach(
                routed -> {
                    if (first) {
                        found.add(new LastValue(null, routed.notification()));
                    }
                },
                (user, routed) -> found.add(new LastValue(user, routed.notification())));
        return found;
    }

    private List<RoutedNotification> relevantTo(Shard shard, List<RoutedNotification> routedNotifications) {
        return all.size() == 1
                ? routedNotifications
                : routedNotifications.stream()
                        .filter(routed -> isRelevantTo(shard, routed.notification()))
                        .toList();
    }

    private boolean isRelevantTo(Shard shard, Notification notification) {
        return notification.isForEveryone()
                || notification.recipients().stream().anyMatch(user -> of(user) == shard);
    }

    /** Runs the action once for each shard, on its thread, at the same position among the notifications. Never waits. */
    void onEach(Consumer<Shard> action) {
        synchronized (sequence) {
            all.forEach(shard -> shard.enqueue(() -> action.accept(shard)));
        }
    }

    List<ThreadHeartbeat.Reading> heartbeats() {
        return IntStream.range(0, all.size())
                .mapToObj(i -> all.get(i).heartbeat("dispatcher " + (i + 1)))
                .toList();
    }
}
