package io.marketbell.publish.service;

import io.marketbell.notification.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Passes the outcomes of notifications from all rooms to the listeners. */
public final class OutcomeDispatcher {
    private static final Logger LOG = Logger.getLogger(OutcomeDispatcher.class.getName());

    private final List<Consumer<Outcome>> listeners = new CopyOnWriteArrayList<>();

    /** @return ends it when closed; closing twice does no harm */
    public AutoCloseable subscribe(Consumer<Outcome> listener) {
        // A wrapper of its own, so that one listener that is subscribed twice is not ended twice by one handle.
        Consumer<Outcome> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    /** Whether anybody listens: outcomes that nobody hears need not be made. */
    public boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** Tells every listener, on the calling thread; one that fails does not keep it from the others. */
    public void publish(Outcome outcome) {
        for (Consumer<Outcome> listener : listeners) {
            try {
                listener.accept(outcome);
            } catch (RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        e,
                        () -> "a listener failed on " + outcome.kind() + " of "
                                + outcome.notification().id());
            }
        }
    }
}
