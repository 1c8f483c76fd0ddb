package io.marketbell.publish;

import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;

/**
 * How a notification ended for a recipient whom it did not reach; the dead letters know.
 *
 * @param kind {@code EXPIRED} or {@code DEAD}
 */
public record UndeliveredOutcome(Notification notification, String recipient, Outcome.Kind kind) {}
