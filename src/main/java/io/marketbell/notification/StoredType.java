package io.marketbell.notification;

/**
 * The type of a stored notification. A newer release may have other types, or other rules for a type: such a
 * notification is read as {@link NotificationType#UNKNOWN} and keeps the name of its type, so that it is delivered.
 *
 * @param unknownName the name of an unknown type, otherwise null
 */
public record StoredType(NotificationType type, String unknownName) {

    /**
     * @param name the stored name
     * @param offset the offset of the notification; 0 if it has none
     * @param addressed whether it names recipients
     */
    public static StoredType of(String name, long offset, boolean addressed, String instrument, String broker) {
        NotificationType type = NotificationType.stored(name);
        boolean readable = type != NotificationType.UNKNOWN
                && (offset == 0 || type.isDurable())
                && (addressed || !type.requires(NotificationType.Required.RECIPIENTS))
                && (instrument != null || !type.requires(NotificationType.Required.INSTRUMENT))
                && (broker != null || !type.requires(NotificationType.Required.BROKER));
        return readable ? new StoredType(type, null) : new StoredType(NotificationType.UNKNOWN, name);
    }
}
