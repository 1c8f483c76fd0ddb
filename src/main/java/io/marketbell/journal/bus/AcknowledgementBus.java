package io.marketbell.journal.bus;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.wire.MalformedMessage;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends acknowledgements that this node accepted to the others, collected for a short time, and passes theirs to the
 * ledger. A lost message has no effect except a delay: nodes also exchange acknowledgements in the database.
 */
public final class AcknowledgementBus {
    /** The largest number of users in a message. */
    static final int USERS_A_MESSAGE = 1_000;

    /** The largest number of users whose acknowledgements are collected. */
    static final int USERS = 10_000;

    private final Bus bus;
    private final Ledger ledger;
    private final Executor soon;
    private final LongAdder malformed = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    // guarded by this
    private final Map<String, Long> collected = new LinkedHashMap<>();
    private String collectedEpoch = "";
    private boolean scheduled;

    /** @param soon runs a task after the time for which acknowledgements are collected */
    public AcknowledgementBus(Bus bus, Ledger ledger, Executor soon) {
        this.bus = bus;
        this.ledger = ledger;
        this.soon = soon;
    }

    /** Must be called before {@link Bus#start}. */
    public void connect() {
        ledger.onAccepted(this::accepted);
        bus.onMessage(BusTopic.ACKNOWLEDGED, this::receive);
    }

    private void accepted(String epoch, String user, long offset) {
        if (bus.state() == Bus.State.UP && collect(epoch, user, offset)) {
            soon.execute(this::send);
        }
    }

    /** @return whether sending must be scheduled */
    private synchronized boolean collect(String epoch, String user, long offset) {
        if (!epoch.equals(collectedEpoch)) {
            collected.clear();
            collectedEpoch = epoch;
        }
        if (collected.size() >= USERS && !collected.containsKey(user)) {
            dropped.increment();
            return false;
        }
        collected.merge(user, offset, Math::max);
        boolean first = !scheduled;
        scheduled = true;
        return first;
    }

    private void send() {
        synchronized (this) {
            scheduled = false;
        }
        for (AcknowledgementMessage next = take(); next != null; next = take()) {
            bus.send(new Bus.Message(BusTopic.ACKNOWLEDGED, next.encode()));
        }
    }

    /** Returns null if nothing is collected. */
    private synchronized AcknowledgementMessage take() {
        if (collected.isEmpty()) {
            return null;
        }
        Map<String, Long> some = new HashMap<>();
        Iterator<Map.Entry<String, Long>> all = collected.entrySet().iterator();
        while (all.hasNext() && some.size() < USERS_A_MESSAGE) {
            Map.Entry<String, Long> next = all.next();
            some.put(next.getKey(), next.getValue());
            all.remove();
        }
        return new AcknowledgementMessage(collectedEpoch, some);
    }

    private void receive(byte[] payload) {
        AcknowledgementMessage message;
        try {
            message = AcknowledgementMessage.decode(payload);
        } catch (MalformedMessage e) {
            malformed.increment();
            return;
        }
        ledger.acceptedElsewhere(message.epoch(), message.offsets());
    }

    /** Returns the number of messages that could not be read. */
    public long malformed() {
        return malformed.sum();
    }

    /** Returns the number of acknowledgements that were not sent because those of too many users waited. */
    public long dropped() {
        return dropped.sum();
    }
}
