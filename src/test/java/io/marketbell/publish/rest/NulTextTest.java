package io.marketbell.publish.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import io.marketbell.http.body.BodyReservation;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.validation.PublicationValidator;
import io.marketbell.publish.validation.PublicationValidator.Verdict;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PostgreSQL cannot store NUL in text: each text of an item that contains NUL is refused, or contains it only as an
 * escape.
 */
class NulTextTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "instrument, /instrument",
        "broker, /broker",
        "key, /key",
        "callback_url, /callback_url",
        "type, /type",
        "time, /time",
    })
    void aNulInANameIsAFaultOfTheItem(String field, String pointer) {
        assertThat(pointers("{\"type\":\"ORDER_FILLED\",\"recipients\":[\"a\"],\"%s\":\"https://a\\u0000b\"}"
                        .replace("\"type\":\"ORDER_FILLED\",", field.equals("type") ? "" : "\"type\":\"ORDER_FILLED\",")
                        .formatted(field)))
                .contains(pointer);
    }

    @Test
    void aNulInARecipientIsAFaultOfTheItem() {
        assertThat(pointers("{\"type\":\"ORDER_FILLED\",\"recipients\":[\"a\\u0000b\"]}"))
                .containsExactly("/recipients/0");
    }

    @Test
    void aNulInABodyIsStoredAndReadBackAsAnEscape() {
        Verdict verdict =
                check("{\"type\":\"ORDER_FILLED\",\"recipients\":[\"a\"],\"body\":{\"n\\u0000\":[\"x\\u0000y\"]}}");
        String body = ((Verdict.Sound) verdict).notification().body();

        assertThat(body).isEqualTo("{\"n\\u0000\":[\"x\\u0000y\"]}");
        assertThat(echo(body)).isEqualTo(body);
    }

    private static String echo(String text) {
        return Database.over(ProductDatabases.postgres())
                .read(sql -> sql.list(row -> row.getString(1), "SELECT CAST(? AS text)", text))
                .get(0);
    }

    private static List<String> pointers(String item) {
        return ((Verdict.Faulty) check(item))
                .faults().stream().map(NotificationService.Fault::pointer).toList();
    }

    private static Verdict check(String item) {
        RequestItem read = PublishRequestReader.json(
                        new ByteArrayInputStream(item.getBytes(StandardCharsets.UTF_8)), BodyReservation.unbounded())
                .items()
                .get(0);
        JsonObject object = ((RequestItem.Sound) read).publication().item();
        return PublicationValidator.check(
                object, "publisher", NOW, (publisher, url) -> Optional.empty(), () -> "an id");
    }
}
