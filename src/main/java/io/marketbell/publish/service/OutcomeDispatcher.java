package io.marketbell.publish.service;

import io.marketbell.notification.Outcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Passes the outcomes of notifications from all packages to the listeners. */
public final class OutcomeDispatcher {
    private static final Logger LOG = System.getLogger(OutcomeDispatcher.class.getName());

    private final List<Consumer<Outcome>> listeners = new CopyOnWriteArrayList<>();

    /** @return a handle that unsubscribes the listener when closed; closing is idempotent */
    public AutoCloseable subscribe(Consumer<Outcome> listener) {
        // A separate wrapper for each subscription: if a listener subscribes twice, a handle ends only its own
        // subscription.
        Consumer<Outcome> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    /** Returns whether there are listeners; without them outcomes need not be created. */
    public boolean hasListeners() {
        return !listeners.isEmpty();
    }

    /** Calls every listener on the calling thread. A failing listener does not affect the others. */
    public void publish(Outcome outcome) {
        for (Consumer<Outcome> listener : listeners) {
            try {
                listener.accept(outcome);
            } catch (RuntimeException e) {
                String id = outcome.notification().id();
                LOG.log(Level.WARNING, "a listener of outcomes failed for " + outcome.kind() + " of " + id, e);
            }
        }
    }
}
