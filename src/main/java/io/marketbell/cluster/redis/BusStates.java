package io.marketbell.cluster.redis;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.cluster.Bus.State;
import io.marketbell.thread.ThreadFaults;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The state of the bus: up if it sends and receives. Thread-safe. */
final class BusStates {
    private static final System.Logger LOG = System.getLogger(BusStates.class.getName());

    private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
    private final ThreadFaults faults = ThreadFaults.of("bus state listener");
    private volatile State state = State.AWAY;
    private boolean sending;
    private boolean receiving;
    /** Whether the current outage was logged. */
    private boolean reported;

    void onState(Consumer<State> listener) {
        listeners.add(listener);
    }

    State state() {
        return state;
    }

    synchronized void sends() {
        sending = true;
        update("");
    }

    synchronized void receives() {
        receiving = true;
        update("");
    }

    synchronized void sendsNothing(String reason) {
        sending = false;
        update(reason);
    }

    synchronized void receivesNothing(String reason) {
        receiving = false;
        update(reason);
    }

    /** Called with the lock, so that listeners receive the changes in their order. */
    private void update(String reason) {
        State next = sending && receiving ? State.UP : State.AWAY;
        if (next == State.AWAY && !reported && !reason.isEmpty()) {
            LOG.log(WARNING, "the bus between the nodes is away: {0}", reason);
        }
        reported = next == State.AWAY && (reported || !reason.isEmpty());
        if (next == state) {
            return;
        }
        state = next;
        if (next == State.UP) {
            LOG.log(INFO, "the bus between the nodes is up");
        }
        for (Consumer<State> listener : listeners) {
            try {
                listener.accept(next);
            } catch (Throwable e) {
                faults.record(e);
            }
        }
    }
}
