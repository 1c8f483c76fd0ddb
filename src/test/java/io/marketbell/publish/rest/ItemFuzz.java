package io.marketbell.publish.rest;

import io.marketbell.fuzz.FuzzCheck;
import io.marketbell.http.body.BodyReservation;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.publish.rest.PublishRequestReader.Request;
import io.marketbell.publish.rest.RequestItem.Faulty;
import io.marketbell.publish.rest.RequestItem.Sound;
import io.marketbell.publish.validation.PublicationValidator;
import io.marketbell.publish.validation.PublicationValidator.Verdict;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bodies of publishing requests: any body is either read or refused with a problem of the client, each item has a
 * verdict, and a body that another JSON parser rejects is never read without a fault.
 */
public final class ItemFuzz {
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final JsonReaderFactory READERS = JsonProvider.provider().createReaderFactory(Map.of());

    private ItemFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        Request array = read(data, false);
        if (array != null) {
            FuzzCheck.holds(!isFaultless(array) || isJson(data), "only valid JSON is read without a fault");
        }
        read(data, true);
    }

    private static Request read(byte[] data, boolean lines) {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(data);
            BodyReservation body = BodyReservation.unbounded();
            Request request = lines ? PublishRequestReader.lines(in, body) : PublishRequestReader.json(in, body);
            request.items().forEach(ItemFuzz::validate);
            return request;
        } catch (ProblemException e) {
            int status = e.problem().status();
            FuzzCheck.holds(status >= 400 && status < 500, "the client's fault, not " + status);
            return null;
        }
    }

    private static void validate(RequestItem item) {
        List<?> faults = item instanceof Faulty faulty ? faulty.faults() : List.of();
        if (item instanceof Sound sound) {
            Verdict verdict = PublicationValidator.check(
                    sound.publication().item(),
                    "desk",
                    NOW,
                    (publisher, url) -> Optional.empty(),
                    () -> "01JDZ0000000000000000000AA");
            faults = verdict instanceof Verdict.Faulty faulty ? faulty.faults() : List.of();
            FuzzCheck.holds(
                    verdict instanceof Verdict.Sound || !faults.isEmpty(), "an item that is not valid has a fault");
        } else {
            FuzzCheck.holds(!faults.isEmpty(), "an unreadable item has a fault");
        }
    }

    private static boolean isFaultless(Request request) {
        return request.items().stream().allMatch(Sound.class::isInstance);
    }

    private static boolean isJson(byte[] data) {
        try (JsonReader reader = READERS.createReader(new StringReader(new String(data, StandardCharsets.UTF_8)))) {
            reader.readValue();
            return true;
        } catch (JsonException e) {
            return false;
        }
    }
}
