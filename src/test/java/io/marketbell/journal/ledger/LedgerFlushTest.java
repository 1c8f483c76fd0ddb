package io.marketbell.journal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.Migration;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.log.H2;
import io.marketbell.journal.store.Doubts;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When user progress is written to the database. */
class LedgerFlushTest {
    private final JdbcDataSource source = H2.inMemory();
    private final JournalDatabase database = new JournalDatabase(source, ReadGuard.NONE, () -> {});
    private final LogState state = new LogState();
    private final LedgerFlush flush = new LedgerFlush(database, state, InstantSource.system(), null);
    private final List<UserProgress> allProgress = new ArrayList<>();

    @BeforeEach
    void tenBusyUsers() throws Exception {
        Migration.migrate(source);
        state.opened(
                database.write(sql -> HeadTable.start(sql, Optional.empty())).epoch(), Doubts.NONE);
        for (int i = 0; i < 10; i++) {
            allProgress.add(new UserProgress("user" + i, new LateDeliveries.Budget(0)));
        }
    }

    /** All users acknowledge, always in the same order. */
    private void allAcknowledge(long offset) {
        for (UserProgress userProgress : allProgress) {
            long[] offsets = {offset};
            note(userProgress, userProgress.written(offsets, 0));
            note(userProgress, userProgress.acknowledge(offset, 0, 0).note());
        }
    }

    private void note(UserProgress userProgress, UserProgress.Note note) {
        if (note == UserProgress.Note.TAKEN_AND_UNSAVED) {
            flush.add(userProgress);
        }
    }

    private long saved(String user) {
        Standing standing = database.read(sql -> new LedgerTables(sql).standing(user));
        return standing.acknowledged();
    }

    @Test
    void progressOfEveryUserIsSavedDespiteBusyUsers() {
        for (int round = 1; round <= 5; round++) {
            allAcknowledge(round);
            flush.flush(2);
        }

        assertThat(allProgress)
                .allSatisfy(
                        userProgress -> assertThat(saved(userProgress.user())).isPositive());
    }

    @Test
    void newlyBusyUsersQueueBehindWaitingOnes() {
        allAcknowledge(1);
        flush.flush(2);
        // saved by the previous flush, and busy again
        for (int round = 2; round <= 5; round++) {
            for (UserProgress userProgress : allProgress.subList(0, 2)) {
                note(userProgress, userProgress.written(new long[] {round}, 0));
            }
            flush.flush(2);
        }

        assertThat(allProgress)
                .allSatisfy(
                        userProgress -> assertThat(saved(userProgress.user())).isPositive());
    }

    @Test
    void failedFlushIsRepeatedWithTheSameUsers() throws Exception {
        allAcknowledge(1);
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE journal_reader RENAME TO hidden");
            assertThatThrownBy(() -> flush.flush(10)).isInstanceOf(JournalUnavailable.class);
            statement.execute("ALTER TABLE hidden RENAME TO journal_reader");
        }

        flush.flush(10);

        assertThat(allProgress)
                .allSatisfy(
                        userProgress -> assertThat(saved(userProgress.user())).isEqualTo(1));
    }
}
