package io.marketbell.publish.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotificationHistoryTest {
    private boolean shared;

    private final MemoryJournal journal = new MemoryJournal() {
        @Override
        public boolean isShared() {
            return shared;
        }
    };

    private final NotificationHistory history = new NotificationHistory(journal, new MemoryLedger());

    @Test
    void theOnlyNodeKnowsTheHeadWithoutTheDatabase() {
        journal.commit(Sample.fill("alice"));
        journal.setAvailable(false);

        assertThat(history.read("alice", 2, Set.of(), 10).notifications()).isEmpty();
    }

    @Test
    void oneOfSeveralNodesReadsTheHeadFromTheDatabase() {
        shared = true;
        journal.commit(Sample.fill("alice"));
        journal.setAvailable(false);

        assertThatThrownBy(() -> history.read("alice", 2, Set.of(), 10)).isInstanceOf(JournalUnavailable.class);
    }
}
