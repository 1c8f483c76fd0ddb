package io.marketbell.journal.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.notification.NotificationType;
import java.sql.PreparedStatement;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class ForgottenTableTest {
    private final JournalDatabase database;

    ForgottenTableTest(DatabaseKind kind) {
        database = new JournalDatabase(kind.empty(), ReadGuard.NONE, () -> {});
    }

    private boolean trim(int kept, int most) {
        return database.write(connection -> new ForgottenTable(connection).trim(kept, most));
    }

    private long rows() {
        return database.read(connection -> ExpiredEntries.count(connection, "journal_forgotten"));
    }

    @Test
    void manyExcessRowsAreRemovedInSmallTransactions() {
        database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO journal_forgotten (recipient, type, through) VALUES (?, 'ORDER_FILLED', ?)")) {
                for (int user = 1; user <= 10; user++) {
                    insert.setString(1, "user" + user);
                    insert.setLong(2, user);
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });

        assertThat(trim(4, 3)).isTrue();
        assertThat(rows()).as("seven, and one for everyone").isEqualTo(8);
        assertThat(trim(4, 3)).isTrue();
        while (trim(4, 3)) {
            // repeat until it is within the limit
        }

        assertThat(rows()).isLessThanOrEqualTo(4);
        Map<NotificationType, Long> ofTheFirst =
                database.read(connection -> new ForgottenTable(connection).of("user1"));
        assertThat(ofTheFirst).containsKey(NotificationType.ORDER_FILLED);
    }
}
