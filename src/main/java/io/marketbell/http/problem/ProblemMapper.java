package io.marketbell.http.problem;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps all exceptions without a more specific mapper. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private final UriInfo uri;

    public ProblemMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(Throwable exception) {
        return ProblemResponse.of(ExceptionProblems.of(exception), uri);
    }
}
