package io.marketbell.delivery.bus;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A bus that records what is sent and passes on what the test lets arrive. */
final class ScriptedBus implements Bus {
    final List<Message> sent = new CopyOnWriteArrayList<>();
    volatile State state = State.UP;
    volatile boolean started = true;

    /** The number of messages that are still accepted. */
    volatile int room = Integer.MAX_VALUE;

    Consumer<byte[]> receiver;
    Consumer<List<SharedValue>> loaded;
    Stored stored;
    private Consumer<State> listener;

    @Override
    public boolean send(Message message) {
        if (state != State.UP || room <= 0) {
            return false;
        }
        room--;
        sent.add(message);
        return true;
    }

    @Override
    public void onMessage(BusTopic topic, Consumer<byte[]> receiverOfTopic) {
        receiver = receiverOfTopic;
    }

    @Override
    public void onValues(Stored mine, Consumer<List<SharedValue>> receiverOfValues) {
        stored = mine;
        loaded = receiverOfValues;
    }

    @Override
    public void onState(Consumer<State> receiverOfStates) {
        listener = receiverOfStates;
    }

    /** Runs when a caller waits for the messages of other nodes. */
    volatile Runnable onCatchUp = () -> {};

    @Override
    public void catchUp(Duration atMost) {
        onCatchUp.run();
    }

    void changeTo(State newState) {
        state = newState;
        listener.accept(newState);
    }

    @Override
    public void start() {}

    @Override
    public State state() {
        return state;
    }

    @Override
    public boolean isStarted() {
        return started;
    }
}
