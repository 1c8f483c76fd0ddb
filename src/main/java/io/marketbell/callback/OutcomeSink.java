package io.marketbell.callback;

import io.marketbell.notification.Outcome;
import java.util.function.Consumer;

/**
 * Receives the outcomes of notifications. Fires each as an asynchronous CDI event if there are observers, and sends a
 * webhook if the notification has a callback URL. Never blocks.
 */
public final class OutcomeSink implements Consumer<Outcome> {

    private final Consumer<Outcome> observers;
    private final Consumer<Outcome> webhooks;

    /** @param observers null if there are none */
    OutcomeSink(Consumer<Outcome> observers, Consumer<Outcome> webhooks) {
        this.observers = observers;
        this.webhooks = webhooks;
    }

    @Override
    public void accept(Outcome outcome) {
        if (observers != null) {
            observers.accept(outcome);
        }
        if (outcome.notification().callbackUrl() != null) {
            webhooks.accept(outcome);
        }
    }
}
