package io.marketbell.http.problem;

import io.marketbell.json.MalformedJson;
import io.marketbell.json.StrictJson;
import io.marketbell.json.TreeBounds;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parses the small JSON objects that resources accept. Every error is a {@link ProblemException}. */
public final class SmallBody {
    private static final TreeBounds BOUNDS = TreeBounds.depth(16);
    private static final int LARGEST = 64 * 1024;
    /** Maximum number of reported faults, so that the response stays smaller than the request. */
    private static final int FLAWS = 20;

    private SmallBody() {}

    /** @param maximum size in bytes; a larger body is rejected with 413 */
    public static JsonObject object(InputStream body, int maximum) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(maximum + 1);
        } catch (IOException e) {
            throw malformed("the body is incomplete");
        }
        if (bytes.length > maximum) {
            throw tooLarge(maximum);
        }
        try {
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw malformed("the body is not valid UTF-8");
        }
    }

    /** @param body null is treated as empty */
    public static JsonObject object(String body) {
        if (body != null && body.length() > LARGEST) {
            throw tooLarge(LARGEST);
        }
        List<Problem.Flaw> flaws = new ArrayList<>();
        JsonValue value;
        try {
            value = StrictJson.read(body == null ? "" : body, BOUNDS, (pointer, detail) -> {
                if (flaws.size() < FLAWS) {
                    flaws.add(new Problem.Flaw(pointer, detail));
                }
            });
        } catch (MalformedJson e) {
            throw malformed("the body is " + e.getMessage());
        }
        if (!flaws.isEmpty()) {
            throw new ProblemException(Problem.invalid(flaws));
        }
        if (!(value instanceof JsonObject object)) {
            throw new ProblemException(Problem.invalid("", "must be an object"));
        }
        return object;
    }

    private static ProblemException tooLarge(int maximum) {
        return new ProblemException(Problem.of(ProblemType.TOO_LARGE, "the body is longer than " + maximum + " bytes"));
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(ProblemType.MALFORMED, detail));
    }
}
