package io.marketbell.callback;

import io.marketbell.notification.Outcome;
import java.util.function.Consumer;

/**
 * Where the outcomes of notifications come in. Inside the process each becomes an asynchronous CDI event, if anyone
 * observes it; outside, a webhook for a notification that asked for one. Never blocks.
 */
public final class OutcomeSink implements Consumer<Outcome> {

    private final Consumer<Outcome> observers;
    private final Consumer<Outcome> webhooks;

    /** @param observers null where there are none */
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
