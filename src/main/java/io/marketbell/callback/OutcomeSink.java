package io.marketbell.callback;

import io.marketbell.notification.Outcome;
import java.util.function.Consumer;

/**
 * Receives the outcomes of notifications. Fires each as an asynchronous CDI event if there are observers, and sends a
 * webhook if the notification has a callback URL. Never blocks.
 *
 * @param observers null if there are none
 */
public record OutcomeSink(Consumer<Outcome> observers, Consumer<Outcome> webhooks) implements Consumer<Outcome> {
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
