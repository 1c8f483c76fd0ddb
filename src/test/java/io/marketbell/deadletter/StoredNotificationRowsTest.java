package io.marketbell.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredNotificationRowsTest {
    private static final String USER = "al\"i_ce%!";

    private final Database database;
    private final StoredNotificationRows rows;

    StoredNotificationRowsTest(DatabaseKind kind) {
        database = Database.over(kind.empty());
        rows = StoredNotificationRows.ofDeadLetters(database);
    }

    private void letter(String id, String recipient, String recipients) {
        database.write(sql -> sql.update(
                "INSERT INTO dead_letters (id, fingerprint, notification_id, reason, type, recipient, attempts,"
                        + " notification, created_at, last_attempt_at) VALUES (?, ?, 'n', 'EXPIRED', 'T', ?, 1, ?, 0, 0)",
                id,
                id,
                recipient,
                "{\"id\":\"n\",\"recipients\":[" + recipients + "],\"body\":\"{}\"}"));
    }

    private List<String> letters() {
        return database.read(sql -> sql.list(
                row -> row.getString(1) + ' ' + row.getString(2),
                "SELECT id, notification FROM dead_letters ORDER BY id"));
    }

    @Test
    void lettersOfTheUserAreDeletedAndTheNameIsRemovedFromOthers() {
        letter("1", USER, "\"al\\\"i_ce%!\"");
        letter("2", "bob", "\"bob\"");
        letter("3", "https://callback", "\"al\\\"i_ce%!\"");
        letter("4", "https://callback", "\"bob\",\"al\\\"i_ce%!\"");
        letter("5", "al\"iXce%!", "\"al\\\"iXce%!\"");

        assertThat(rows.erase(USER)).isEqualTo(3);
        assertThat(letters())
                .containsExactly(
                        "2 {\"id\":\"n\",\"recipients\":[\"bob\"],\"body\":\"{}\"}",
                        "4 {\"id\":\"n\",\"recipients\":[\"bob\"],\"body\":\"{}\"}",
                        "5 {\"id\":\"n\",\"recipients\":[\"al\\\"iXce%!\"],\"body\":\"{}\"}");
        assertThat(rows.erase(USER)).isZero();
    }

    @Test
    void moreLettersThanOneBatchAreProcessed() {
        for (int i = 100; i < 601; i++) {
            letter(Integer.toString(i), "https://callback", "\"al\\\"i_ce%!\"");
        }

        assertThat(rows.erase(USER)).isEqualTo(501);
        assertThat(letters()).isEmpty();
    }
}
