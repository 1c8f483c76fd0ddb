package io.marketbell.subscription;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.util.Set;

/**
 * Filter of a subscription. An empty set matches everything. A non-empty set does not match a notification without the
 * corresponding field.
 */
public record SubscriptionFilter(
        Set<NotificationType> types, Set<String> instruments, Set<String> brokers, Priority minimumPriority) {

    public static final SubscriptionFilter EVERYTHING =
            new SubscriptionFilter(Set.of(), Set.of(), Set.of(), Priority.LOW);

    public SubscriptionFilter {
        types = Set.copyOf(types);
        instruments = Set.copyOf(instruments);
        brokers = Set.copyOf(brokers);
    }

    public boolean matches(Notification notification) {
        return (types.isEmpty() || types.contains(notification.type()))
                && names(instruments, notification.instrument())
                && names(brokers, notification.broker())
                && notification.priority().compareTo(minimumPriority) >= 0;
    }

    private static boolean names(Set<String> wanted, String name) {
        return wanted.isEmpty() || (name != null && wanted.contains(name));
    }
}
