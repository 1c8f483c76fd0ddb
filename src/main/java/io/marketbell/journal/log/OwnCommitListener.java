package io.marketbell.journal.log;

import io.marketbell.journal.CommittedGroup;
import io.marketbell.journal.store.LogState;
import io.marketbell.thread.ThreadFaults;
import java.util.function.Consumer;

/** Passes the commits of this node to a listener, whose errors do not concern the commit. */
final class OwnCommitListener implements Consumer<LogWriter.Group> {
    private static final ThreadFaults FAULTS = ThreadFaults.of("listener for own commits");

    private final LogState state;
    private volatile Consumer<CommittedGroup> listener;

    OwnCommitListener(LogState state) {
        this.state = state;
    }

    void set(Consumer<CommittedGroup> newListener) {
        listener = newListener;
    }

    /** Must be called on the committing thread, which is the only one that changes the epoch. */
    @Override
    public void accept(LogWriter.Group group) {
        Consumer<CommittedGroup> current = listener;
        if (current == null || group.committed().isEmpty()) {
            return;
        }
        try {
            current.accept(new CommittedGroup(
                    state.epoch(), group.headBefore(), group.idBefore(), group.head(), group.committed()));
        } catch (RuntimeException | Error e) {
            FAULTS.record(e);
        }
    }
}
