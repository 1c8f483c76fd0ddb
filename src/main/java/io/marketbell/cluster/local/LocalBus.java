package io.marketbell.cluster.local;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import java.util.List;
import java.util.function.Consumer;

/** The bus of a node that has no others. */
public final class LocalBus implements Bus {

    @Override
    public boolean send(Message message) {
        return true;
    }

    @Override
    public void onMessage(BusTopic topic, Consumer<byte[]> receiver) {}

    @Override
    public void onValues(Stored mine, Consumer<List<SharedValue>> loaded) {}

    @Override
    public void onState(Consumer<State> listener) {}

    @Override
    public void start() {}

    @Override
    public State state() {
        return State.NONE;
    }

    @Override
    public boolean isStarted() {
        return true;
    }
}
