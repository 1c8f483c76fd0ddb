package io.marketbell.publish.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.NotificationType.Required;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Priority;
import io.marketbell.publish.ItemField;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Checks that the OpenAPI description of publications matches the rules of {@link PublicationValidator}. */
class PublicationDescriptionTest {
    private static final ApiDocument DOCUMENT = ApiDocument.openApi();
    private static final String REQUEST = "/components/requestBodies/Publications/content/";

    @Test
    void fieldsMatchTheCode() {
        assertThat(DOCUMENT.properties("Publication")).containsExactlyInAnyOrderElementsOf(ItemField.LABELS);
    }

    @Test
    void limitsMatchTheCode() {
        assertThat(number(REQUEST + "application~1json/schema/oneOf/1/maxItems"))
                .isEqualTo(PublishLimits.ITEMS);
        assertThat(number(REQUEST + "application~1x-ndjson/schema/maxLength")).isEqualTo(PublishLimits.REQUEST_BYTES);
        assertThat(property("recipients", "maxItems")).isEqualTo(PublishLimits.RECIPIENTS);
        assertThat(property("recipients", "items/maxLength")).isEqualTo(PublishLimits.USER_LENGTH);
        assertThat(property("callback_url", "maxLength")).isEqualTo(PublishLimits.CALLBACK_URL_LENGTH);
        assertThat(number("/components/schemas/Instrument/maxLength")).isEqualTo(PublishLimits.INSTRUMENT_LENGTH);
        assertThat(number("/components/schemas/Broker/maxLength")).isEqualTo(PublishLimits.BROKER_LENGTH);
        assertThat(number("/components/schemas/IdempotencyKey/maxLength")).isEqualTo(PublishLimits.KEY_LENGTH);
        assertThat(number("/components/schemas/Index/maximum")).isEqualTo(PublishLimits.ITEMS - 1);
        assertThat(DOCUMENT.schema("Body").get("description").asString())
                .contains((PublishLimits.BODY_BYTES >> 10) + " KiB", PublishLimits.BODY_DEPTH + " levels");
        assertThat(DOCUMENT.schema("Publication")
                        .at("/properties/time_to_live/description")
                        .asString())
                .contains(PublishLimits.TIME_TO_LIVE.toDays() + " days");
    }

    private static long property(String name, String keyword) {
        return number("/components/schemas/Publication/properties/" + name + '/' + keyword);
    }

    private static long number(String pointer) {
        return DOCUMENT.at(pointer).asLong();
    }

    /** The OpenAPI schema requires a field of a type exactly if the type does. */
    @ParameterizedTest
    @EnumSource
    void requiredFieldsOfATypeMatchTheCode(NotificationType type) {
        Map<Required, String> fields = new EnumMap<>(Map.of(
                Required.RECIPIENTS, ",\"recipients\":[\"alice\"]",
                Required.INSTRUMENT, ",\"instrument\":\"AAPL\"",
                Required.BROKER, ",\"broker\":\"alpaca\""));
        assertThat(isValid(type, fields)).isTrue();
        for (Required field : Required.values()) {
            Map<Required, String> without = new EnumMap<>(fields);
            without.remove(field);
            assertThat(isValid(type, without))
                    .as("%s without %s", type, field.name().toLowerCase(Locale.ROOT))
                    .isEqualTo(!type.requires(field));
        }
    }

    private static boolean isValid(NotificationType type, Map<Required, String> fields) {
        JsonNode publication = ApiDocument.value("{\"type\":\"" + type + "\"" + String.join("", fields.values()) + "}");
        // the types themselves are added by the enum, not by this part of the document
        JsonNode rules = DOCUMENT.at("/components/schemas/Publication/allOf");
        return rules.valueStream()
                .allMatch(rule -> DOCUMENT.faults(rule, publication).isEmpty());
    }

    @Test
    void bothExpiryFieldsExcludeEachOther() {
        assertThat(DOCUMENT.texts("/components/schemas/Publication/not/required"))
                .containsExactly(ItemField.TIME_TO_LIVE.label(), ItemField.EXPIRES_AT.label());
    }

    @Test
    void enumValuesMatchTheCode() {
        assertThat(DOCUMENT.texts("/components/schemas/Priority/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Priority.values()).map(Enum::name).toList());
        assertThat(DOCUMENT.texts("/components/schemas/NotificationState/enum"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Outcome.Kind.values()).map(Enum::name).toList());
    }
}
