package io.marketbell.notification;

import java.util.Optional;

/** How urgent a notification is, from the least to the most urgent: the natural order of the enum. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH,
    /** Never waits for a batch. */
    CRITICAL;

    /** The priority of exactly this name, in capitals. */
    public static Optional<Priority> named(String name) {
        for (Priority priority : values()) {
            if (priority.name().equals(name)) {
                return Optional.of(priority);
            }
        }
        return Optional.empty();
    }
}
