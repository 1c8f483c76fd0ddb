package io.marketbell.publish.rest;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.SmallBody;
import io.marketbell.json.WholeNumber;
import java.io.InputStream;
import java.util.OptionalLong;

/** The body of an acknowledgement: {@code {"offset":815}}. */
final class AcknowledgeRequest {
    private static final int MAXIMUM_BYTES = 4_096;

    private AcknowledgeRequest() {}

    static long offset(InputStream body) {
        OptionalLong offset =
                WholeNumber.of(SmallBody.object(body, MAXIMUM_BYTES).get("offset"));
        if (offset.isEmpty() || offset.getAsLong() < 0) {
            throw new ProblemException(
                    Problem.invalid("/offset", "offset is required and must be a non-negative integer"));
        }
        return offset.getAsLong();
    }
}
