package io.marketbell.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.notification.NotificationJson.Mark;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationJsonTest {

    @Test
    void aDurableNotificationContainsItsOffsetAndRedeliveryMark() {
        Notification fill =
                Sample.withBody(Sample.fill("alice"), "{\"price\":\"585.33\"}").at(816);

        JsonObject json = parse(NotificationJson.of(fill, Mark.REDELIVERED));

        assertThat(json.getString("type")).isEqualTo("ORDER_FILLED");
        assertThat(json.getString("priority")).isEqualTo("CRITICAL");
        assertThat(json.getInt("offset")).isEqualTo(816);
        assertThat(json.getBoolean("redelivered")).isTrue();
        assertThat(json.getString("time")).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(json.getString("expires_at")).isEqualTo("2026-11-30T10:00:00Z");
        assertThat(json.getJsonObject("body").getString("price")).isEqualTo("585.33");
    }

    @Test
    void otherRecipientsAreNotDisclosed() {
        Notification fill = Sample.of(NotificationType.ORDER_FILLED, null, null, List.of("alice", "bob"));

        assertThat(NotificationJson.of(fill.at(1), Mark.FRESH)).doesNotContain("alice", "bob", "publisher");
    }

    @Test
    void aLastValuePastItsTimeIsMarkedStale() {
        assertThat(parse(NotificationJson.of(Sample.price("AAPL"), Mark.STALE)).getBoolean("stale"))
                .isTrue();
        assertThat(parse(NotificationJson.of(Sample.price("AAPL"), Mark.FRESH))).doesNotContainKeys("stale", "offset");
    }

    @Test
    void requiredFieldsOfATypeCannotBeOmitted() {
        assertThatThrownBy(() -> Sample.of(NotificationType.ORDER_FILLED, "AAPL", null, List.of()))
                .hasMessage("ORDER_FILLED requires recipients");
        assertThatThrownBy(() -> Sample.of(NotificationType.PRICE_UPDATE, null, null, List.of()))
                .hasMessage("PRICE_UPDATE requires instrument");
        assertThatThrownBy(() -> Sample.of(NotificationType.BROKER_STATUS, null, null, List.of()))
                .hasMessage("BROKER_STATUS requires broker");
        assertThatThrownBy(() -> Sample.price("AAPL").at(3)).hasMessageContaining("volatile");
    }

    private static JsonObject parse(String json) {
        return Json.createReader(new StringReader(json)).readObject();
    }
}
