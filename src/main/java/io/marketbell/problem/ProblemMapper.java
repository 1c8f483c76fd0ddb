package io.marketbell.problem;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers with the problem that was thrown. */
@Provider
public class ProblemMapper implements ExceptionMapper<ProblemException> {
    private final UriInfo uri;

    public ProblemMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(ProblemException exception) {
        return exception
                .problem()
                .at(uri.getRequestUri().getRawPath())
                .response()
                .build();
    }
}
