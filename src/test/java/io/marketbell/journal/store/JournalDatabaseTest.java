package io.marketbell.journal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.log.H2;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalDatabaseTest {
    private final List<String> heard = new ArrayList<>();
    private final JournalDatabase database = new JournalDatabase(H2.inMemory(), ReadGuard.NONE, () -> {});

    JournalDatabaseTest() {
        database.onQuery((purpose, nanos, succeeded) -> {
            assertThat(nanos).isPositive();
            heard.add(purpose + (succeeded ? " done" : " failed"));
        });
    }

    @Test
    void everyOperationIsReportedOnceWithItsResult() {
        database.read(sql -> 1);
        database.write(sql -> 1);
        database.sync();
        assertThatThrownBy(() -> database.read(sql -> {
                    throw new SQLException("broken");
                }))
                .isInstanceOf(JournalUnavailable.class);

        assertThat(heard).containsExactly("read done", "write done", "sync done", "read failed");
    }
}
