package io.marketbell.identity.apikey;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.SmallBody;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Parses the request body for the replacement of an API key, which may be empty. */
final class RotationRequest {
    static final Duration DEFAULT_OVERLAP = Duration.ofDays(1);
    static final Duration MAX_OVERLAP = Duration.ofDays(90);

    private static final Pattern DURATION = Pattern.compile("P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+S)?)?");

    private RotationRequest() {}

    /** Returns how long the replaced key remains valid. */
    static Duration overlap(String json) {
        if (json == null || json.isBlank()) {
            return DEFAULT_OVERLAP;
        }
        JsonValue value = SmallBody.object(json).get("overlap");
        if (value == null || value == JsonValue.NULL) {
            return DEFAULT_OVERLAP;
        }
        Duration overlap = value instanceof JsonString text ? duration(text.getString()) : null;
        if (overlap == null || overlap.compareTo(MAX_OVERLAP) > 0) {
            throw new ProblemException(Problem.invalid("/overlap", "must be a duration such as PT24H, at most P90D"));
        }
        return overlap;
    }

    private static Duration duration(String text) {
        try {
            return DURATION.matcher(text).matches() ? Duration.parse(text) : null;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
