package io.marketbell.notification;

import java.util.Optional;

/** Urgency, from lowest to highest; this is the natural order of the enum. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH,
    /** Sent immediately, without batching. */
    CRITICAL;

    /** Returns the priority with exactly this upper-case name. */
    public static Optional<Priority> named(String name) {
        for (Priority priority : values()) {
            if (priority.name().equals(name)) {
                return Optional.of(priority);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the priority with this name. A priority that only a newer release knows is read as CRITICAL, so that no
     * filter withholds the notification.
     */
    public static Priority stored(String name) {
        return named(name).orElse(CRITICAL);
    }
}
