package io.marketbell.ingest;

import io.marketbell.json.WholeNumber;
import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemException;
import io.marketbell.problem.SmallBody;
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
