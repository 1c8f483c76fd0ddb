package io.marketbell.identity;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The responses to requests without valid credentials. */
public enum CredentialRefusal {
    NO_CREDENTIALS(ProblemType.UNAUTHENTICATED, "credentials are required: send X-API-Key or a bearer token"),
    BAD_CREDENTIALS(ProblemType.UNAUTHENTICATED, "the credentials are not valid"),
    /** The same response for every invalid token: it must not help to guess one. */
    BAD_TOKEN(ProblemType.UNAUTHENTICATED, "the credentials are not valid"),
    SEVERAL_CREDENTIALS(ProblemType.MALFORMED, "send exactly one credential: X-API-Key or a bearer token"),
    FORBIDDEN(ProblemType.FORBIDDEN, "the credentials lack the required role"),
    UNAVAILABLE(ProblemType.UNAVAILABLE, "credentials cannot be checked now; retry later");

    private static final String CHALLENGE_HEADER = "WWW-Authenticate";
    private static final String KEY_CHALLENGE = "ApiKey realm=\"marketbell\"";
    private static final List<String> CHALLENGES = List.of(KEY_CHALLENGE, "Bearer realm=\"marketbell\"");

    /** RFC 6750, section 3. */
    private static final List<String> TOKEN_CHALLENGES =
            List.of("Bearer error=\"invalid_token\", realm=\"marketbell\"", KEY_CHALLENGE);

    private static final String RETRY_AFTER_HEADER = "Retry-After";
    private static final String RETRY_AFTER_SECONDS = "5";

    private final Problem problem;

    CredentialRefusal(ProblemType type, String detail) {
        this.problem = Problem.of(type, detail);
    }

    private List<String> challenges() {
        return this == BAD_TOKEN ? TOKEN_CHALLENGES : CHALLENGES;
    }

    /** Returns the response for JAX-RS filters. */
    Response response(String path) {
        Response.ResponseBuilder response = problem.at(path).response();
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            challenges().forEach(challenge -> response.header(CHALLENGE_HEADER, challenge));
        } else if (problem.type() == ProblemType.UNAVAILABLE) {
            response.header(RETRY_AFTER_HEADER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    /** Writes the response for servlet filters. */
    public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(problem.status());
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            challenges().forEach(challenge -> response.addHeader(CHALLENGE_HEADER, challenge));
        } else if (problem.type() == ProblemType.UNAVAILABLE) {
            response.setHeader(RETRY_AFTER_HEADER, RETRY_AFTER_SECONDS);
        }
        byte[] body = problem.at(request.getRequestURI()).toJson().getBytes(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
