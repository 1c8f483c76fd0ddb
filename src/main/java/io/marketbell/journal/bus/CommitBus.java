package io.marketbell.journal.bus;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.journal.CommitExchange;
import io.marketbell.journal.CommittedGroup;
import io.marketbell.notification.wire.MalformedMessage;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends the commits of this node to the others and passes theirs to the journal. A message that is lost or cannot be
 * read has no effect: the journal finds the commit in the database.
 */
public final class CommitBus {
    private final Bus bus;
    private final CommitExchange commits;
    private final boolean withNotifications;
    private final LongAdder malformed = new LongAdder();

    /** @param withNotifications false to send only offsets; the notifications are then read from the database */
    public CommitBus(Bus bus, CommitExchange commits, boolean withNotifications) {
        this.bus = bus;
        this.commits = commits;
        this.withNotifications = withNotifications;
    }

    /** Must be called before {@link Bus#start}. */
    public void connect() {
        commits.expectWhile(this::isUp);
        commits.onOwnCommit(this::send);
        bus.onMessage(BusTopic.COMMITTED, this::receive);
    }

    private boolean isUp() {
        return bus.state() == Bus.State.UP;
    }

    private void send(CommittedGroup group) {
        if (isUp()) {
            bus.send(new Bus.Message(BusTopic.COMMITTED, CommitMessage.encode(group, withNotifications)));
        }
    }

    private void receive(byte[] payload) {
        CommittedGroup group;
        try {
            group = CommitMessage.decode(payload);
        } catch (MalformedMessage e) {
            malformed.increment();
            return;
        }
        commits.receive(group);
    }

    /** Returns the number of messages that could not be read. */
    public long malformed() {
        return malformed.sum();
    }
}
