package io.marketbell.deadletter;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.NotificationType;

/** Selects dead letters; null matches any value. */
record DeadLetterFilter(Reason reason, NotificationType type, String recipient) {

    static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null);
}
