package io.marketbell.publish;

import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;

/**
 * The outcome of a notification for a recipient that it did not reach, as recorded by its dead letter.
 *
 * @param kind {@code EXPIRED} or {@code DEAD}
 */
public record UndeliveredOutcome(Notification notification, String recipient, Outcome.Kind kind) {}
