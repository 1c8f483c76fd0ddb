package io.marketbell.http.problem;

import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;

/** Describes a body that is not JSON, or not of the expected structure, without internal class names. */
final class UnreadableBody {
    private UnreadableBody() {}

    static Problem problem(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof JsonParsingException parsing) {
                JsonLocation at = parsing.getLocation();
                String where = at == null || at.getLineNumber() < 0
                        ? ""
                        : " at line " + at.getLineNumber() + ", column " + at.getColumnNumber();
                return Problem.of(ProblemType.MALFORMED, "the body is not valid JSON" + where);
            }
        }
        return Problem.of(ProblemType.MALFORMED, "the body or a parameter has an unexpected structure");
    }
}
