package io.marketbell.identity;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import java.util.List;

/** The responses to requests without valid credentials. */
public enum CredentialRefusal {
    NO_CREDENTIALS(ProblemType.UNAUTHENTICATED, "credentials are required: send X-API-Key or a bearer token"),
    BAD_CREDENTIALS(ProblemType.UNAUTHENTICATED, "the credentials are not valid"),
    /** The same response for every invalid token: it must not help to guess one. */
    BAD_TOKEN(ProblemType.UNAUTHENTICATED, "the credentials are not valid"),
    SEVERAL_CREDENTIALS(ProblemType.MALFORMED, "send exactly one credential: X-API-Key or a bearer token"),
    WRONG_NETWORK(
            ProblemType.FORBIDDEN,
            "the API key may not be used from this address; an admin can create a key with other networks"),
    FORBIDDEN(ProblemType.FORBIDDEN, "the credentials lack the required role"),
    UNAVAILABLE(ProblemType.UNAVAILABLE, "credentials cannot be checked now; retry later");

    private static final String KEY_CHALLENGE = "ApiKey realm=\"marketbell\"";
    private static final List<String> CHALLENGES = List.of(KEY_CHALLENGE, "Bearer realm=\"marketbell\"");

    /** RFC 6750, section 3. */
    private static final List<String> TOKEN_CHALLENGES =
            List.of("Bearer error=\"invalid_token\", realm=\"marketbell\"", KEY_CHALLENGE);

    private final ProblemType type;
    private final String detail;

    CredentialRefusal(ProblemType type, String detail) {
        this.type = type;
        this.detail = detail;
    }

    public String detail() {
        return detail;
    }

    public Problem problem() {
        Problem problem = Problem.of(type, detail);
        return type == ProblemType.UNAUTHENTICATED
                ? problem.header("WWW-Authenticate", this == BAD_TOKEN ? TOKEN_CHALLENGES : CHALLENGES)
                : problem;
    }
}
