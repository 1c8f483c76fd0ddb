package io.marketbell.deadletter;

import static io.marketbell.deadletter.Fixtures.fill;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredNotificationTest {

    @Test
    void everyFieldIsRestored() {
        Notification fill = fill("01JD", "alice", "bob");
        assertThat(StoredNotification.parse(StoredNotification.text(fill))).isEqualTo(fill);
    }

    @Test
    void valuesOfANewerReleaseAreRead() {
        String text = StoredNotification.text(fill("01JD", "alice"))
                .replace("ORDER_FILLED", "MARGIN_CALL")
                .replace("\"CRITICAL\"", "\"URGENT\",\"new_field\":{\"a\":1}");

        Notification read = StoredNotification.parse(text);

        assertThat(read.type()).isEqualTo(NotificationType.UNKNOWN);
        assertThat(read.typeName()).isEqualTo("MARGIN_CALL");
        assertThat(read.priority()).isEqualTo(Priority.CRITICAL);
        assertThat(StoredNotification.text(read)).contains("\"type\":\"MARGIN_CALL\"");
    }

    @Test
    void absentFieldsStayAbsent() {
        Notification bare = new Notification(
                "01JD",
                NotificationType.SYSTEM_NOTICE,
                Priority.NORMAL,
                Fixtures.NOON,
                null,
                null,
                List.of(),
                0,
                Fixtures.NOON,
                null,
                null,
                "ops",
                Fixtures.NOON,
                null,
                "01JC");
        assertThat(StoredNotification.parse(StoredNotification.text(bare))).isEqualTo(bare);
    }
}
