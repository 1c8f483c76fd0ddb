package io.marketbell.http.body;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;

/** The coding of a request body, from {@code Content-Encoding} (RFC 9110, section 8.4). */
enum ContentCoding {
    NONE,
    GZIP;

    /** The supported codings, as the value of {@code Accept-Encoding} in a response. */
    static final String SUPPORTED = "gzip, identity";

    private static final Problem UNSUPPORTED = Problem.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "the header Content-Encoding names an unsupported coding; send the body with gzip or without a"
                            + " coding")
            .header("Accept-Encoding", List.of(SUPPORTED));

    /**
     * @param values the values of the header; each may be a list
     * @throws ProblemException 415 if the coding is not supported, or if there are several
     */
    static ContentCoding of(Enumeration<String> values) {
        if (values == null || !values.hasMoreElements()) {
            return NONE;
        }
        List<String> codings = new ArrayList<>();
        while (values.hasMoreElements()) {
            for (String coding : values.nextElement().split(",")) {
                String name = coding.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !name.equals("identity")) {
                    codings.add(name);
                }
            }
        }
        if (codings.isEmpty()) {
            return NONE;
        }
        if (codings.size() == 1
                && (codings.get(0).equals("gzip") || codings.get(0).equals("x-gzip"))) {
            return GZIP;
        }
        throw new ProblemException(UNSUPPORTED);
    }
}
