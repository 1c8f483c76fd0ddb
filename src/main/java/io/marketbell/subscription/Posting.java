package io.marketbell.subscription;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A subscription stored in the buckets, with the fields needed for matching. */
final class Posting<R> {
    final Registration<R> registration;
    final SubscriptionFilter filter;

    private final int typeMask;
    private final Set<String> brokers;
    private final int minimumPriority;

    private final List<SubscriptionBucket<R>> buckets = new ArrayList<>(4);

    /** Position in each of its buckets, so that removal takes constant time. */
    private int[] positions = new int[4];

    Posting(Registration<R> registration, SubscriptionFilter filter) {
        this.registration = registration;
        this.filter = filter;
        this.typeMask = mask(filter.types());
        this.brokers = filter.brokers().isEmpty() ? null : filter.brokers();
        this.minimumPriority = filter.minimumPriority().ordinal();
    }

    private static int mask(Set<NotificationType> types) {
        int mask = 0;
        for (NotificationType type : types) {
            mask |= 1 << type.ordinal();
        }
        return types.isEmpty() ? -1 : mask;
    }

    /** Returns true if the notification matches. The caller must have selected the bucket by instrument. */
    boolean matches(Notification notification) {
        return (typeMask & (1 << notification.type().ordinal())) != 0
                && notification.priority().ordinal() >= minimumPriority
                && (brokers == null || (notification.broker() != null && brokers.contains(notification.broker())));
    }

    void addTo(SubscriptionBucket<R> bucket) {
        int slot = buckets.size();
        buckets.add(bucket);
        if (slot == positions.length) {
            positions = Arrays.copyOf(positions, slot * 2);
        }
        positions[slot] = bucket.add(this, slot);
    }

    void removeFromAll() {
        for (int slot = 0; slot < buckets.size(); slot++) {
            buckets.get(slot).removeAt(positions[slot]);
        }
        buckets.clear();
    }

    void movedTo(int position, int slot) {
        positions[slot] = position;
    }
}
