package io.marketbell.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationTest {
    private static Notification toSeveral() {
        return Sample.withBody(
                Sample.of(NotificationType.ORDER_FILLED, "AAPL", "alpaca", List.of("alice", "bob")), "{\"price\":1}");
    }

    @Test
    void aCopyForOneOfSeveralRecipientsDiffersOnlyInTheRecipients() {
        Notification several = toSeveral().at(7);

        Notification one = several.addressedTo("bob");

        assertThat(one).usingRecursiveComparison().ignoringFields("recipients").isEqualTo(several);
        assertThat(one.recipients()).containsExactly("bob");
    }

    @Test
    void aBroadcastAndANotificationForOneRecipientKeepTheirRecipients() {
        Notification broadcast = Sample.notice();
        Notification single = Sample.fill("alice");

        assertThat(broadcast.addressedTo("alice")).isSameAs(broadcast);
        assertThat(single.addressedTo("https://hooks.example.com")).isSameAs(single);
    }

    @Test
    void copiesKeepTheNameOfAnUnknownType() {
        Notification unknown = Sample.unknown("MARGIN_CALL");

        assertThat(unknown.at(7).typeName()).isEqualTo("MARGIN_CALL");
        assertThat(unknown.withoutBody().typeName()).isEqualTo("MARGIN_CALL");
        assertThat(NotificationType.named("UNKNOWN")).isEmpty();
    }

    @Test
    void onlyAnUnknownTypeHasANameOfItsOwn() {
        assertThat(StoredType.of("ORDER_FILLED", 1, true, null, null))
                .isEqualTo(new StoredType(NotificationType.ORDER_FILLED, null));
        assertThat(StoredType.of("MARGIN_CALL", 1, true, null, null))
                .isEqualTo(new StoredType(NotificationType.UNKNOWN, "MARGIN_CALL"));
        assertThat(StoredType.of("UNKNOWN", 1, true, null, null))
                .isEqualTo(new StoredType(NotificationType.UNKNOWN, "UNKNOWN"));
    }

    @Test
    void aCopyWithoutBodyDiffersOnlyInTheBody() {
        Notification full = toSeveral();

        Notification light = full.withoutBody();

        assertThat(light.body()).isNull();
        assertThat(light).usingRecursiveComparison().ignoringFields("body").isEqualTo(full);
    }

    @Test
    void aCommittedCopyDiffersOnlyInTheOffset() {
        Notification accepted = toSeveral();

        assertThat(accepted.at(7).offset()).isEqualTo(7);
        assertThat(accepted.at(7).at(0)).isEqualTo(accepted);
    }
}
