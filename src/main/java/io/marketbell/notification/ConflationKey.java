package io.marketbell.notification;

/** What two volatile notifications for one user have in common when the newer replaces the older. */
public record ConflationKey(NotificationType type, String instrument, String broker) {}
