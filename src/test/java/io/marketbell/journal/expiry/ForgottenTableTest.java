package io.marketbell.journal.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.database.Sql;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.notification.NotificationType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class ForgottenTableTest {
    private final JournalDatabase database;

    ForgottenTableTest(DatabaseKind kind) {
        database = new JournalDatabase(kind.empty(), ReadGuard.NONE, () -> {});
    }

    private boolean trim(int kept, int most) {
        return database.write(sql -> new ForgottenTable(sql).trim(kept, most));
    }

    private long rows() {
        return database.read(sql -> sql.number("SELECT COUNT(*) FROM journal_forgotten"));
    }

    @Test
    void manyExcessRowsAreRemovedInSmallTransactions() {
        database.write(sql -> sql.batch(
                "INSERT INTO journal_forgotten (recipient, type, through) VALUES (?, 'ORDER_FILLED', ?)",
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                user -> Sql.values("user" + user, user)));

        assertThat(trim(4, 3)).isTrue();
        assertThat(rows()).as("seven, and one for everyone").isEqualTo(8);
        assertThat(trim(4, 3)).isTrue();
        while (trim(4, 3)) {
            // repeat until it is within the limit
        }

        assertThat(rows()).isLessThanOrEqualTo(4);
        Map<NotificationType, Long> ofTheFirst = database.read(sql -> new ForgottenTable(sql).of("user1"));
        assertThat(ofTheFirst).containsKey(NotificationType.ORDER_FILLED);
    }
}
