package io.marketbell.delivery;

import io.marketbell.notification.Notification;

/**
 * The last value of a conflation key.
 *
 * @param user the user to whom the value is addressed; null for a value for everyone
 */
public record LastValue(String user, Notification notification) {}
