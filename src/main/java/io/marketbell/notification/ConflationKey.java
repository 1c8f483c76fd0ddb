package io.marketbell.notification;

/**
 * Conflation key of a volatile notification. A newer notification replaces an older one for the same user if their keys
 * are equal.
 */
public record ConflationKey(NotificationType type, String instrument, String broker) {}
