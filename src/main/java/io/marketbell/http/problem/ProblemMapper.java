package io.marketbell.http.problem;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps a thrown problem to its response. */
@Provider
public class ProblemMapper implements ExceptionMapper<ProblemException> {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final UriInfo uri;

    public ProblemMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(ProblemException exception) {
        Problem problem = exception.problem().at(uri.getRequestUri().getRawPath());
        Response.ResponseBuilder answer = problem.response();
        if (problem.type() == ProblemType.UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        } else if (problem.type() == ProblemType.TIMEOUT) {
            // The rest of the body may still be in transit.
            answer.header("Connection", "close");
        }
        return answer.build();
    }
}
