package io.marketbell.ingest;

import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemException;
import io.marketbell.problem.ProblemType;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** The body of an acknowledgement: {@code {"offset":815}}. */
final class AcknowledgeRequest {
    private static final int MAXIMUM_BYTES = 4_096;

    private AcknowledgeRequest() {}

    static long offset(InputStream body) {
        JsonValue offset = null;
        try {
            byte[] bytes = body.readNBytes(MAXIMUM_BYTES + 1);
            if (bytes.length > MAXIMUM_BYTES) {
                throw RequestReader.tooLarge("more than " + MAXIMUM_BYTES + " bytes");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            try (JsonReader reader = Json.READERS.createReader(new StringReader(text))) {
                JsonStructure read = reader.read();
                if (read.getValueType() == JsonValue.ValueType.OBJECT) {
                    offset = read.asJsonObject().get("offset");
                }
            }
        } catch (JsonException | IOException e) {
            throw new ProblemException(Problem.of(ProblemType.MALFORMED, "the body is not valid JSON"));
        }
        if (offset instanceof JsonNumber number
                && number.isIntegral()
                && number.bigIntegerValue().signum() >= 0
                && number.bigIntegerValue().bitLength() < 64) {
            return number.longValue();
        }
        throw new ProblemException(Problem.invalid("/offset", "offset is required: a whole number, not negative"));
    }
}
