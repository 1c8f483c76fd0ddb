package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.journal.JournalQueryListener.Query;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalQueryListenerTest {
    private final List<String> heard = new ArrayList<>();
    private final JournalDatabase database = new JournalDatabase(H2.inMemory(), ReadGuard.NONE, () -> {});

    JournalQueryListenerTest() {
        database.onQuery((query, nanos, succeeded) -> {
            assertThat(nanos).isPositive();
            heard.add(query + (succeeded ? " done" : " failed"));
        });
    }

    @Test
    void everyOperationIsReportedOnceWithItsResult() {
        database.read(connection -> 1);
        database.write(connection -> 1);
        database.sync();
        assertThatThrownBy(() -> database.read(connection -> {
                    throw new SQLException("broken");
                }))
                .isInstanceOf(JournalUnavailable.class);

        assertThat(heard)
                .containsExactly(
                        Query.READ + " done", Query.WRITE + " done", Query.SYNC + " done", Query.READ + " failed");
    }
}
