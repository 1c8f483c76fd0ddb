package io.marketbell.subscription;

import io.marketbell.notification.Notification;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client and its subscriptions by name. */
final class Registration<R> {
    final R client;
    final String user;
    final Map<String, Posting<R>> subscriptions = new LinkedHashMap<>(4);

    /** The round in which this client was last found. */
    long lastRound;

    Registration(R client, String user) {
        this.client = client;
        this.user = user;
    }

    boolean matches(Notification notification) {
        for (Posting<R> posting : subscriptions.values()) {
            if (posting.filter.matches(notification)) {
                return true;
            }
        }
        return false;
    }
}
