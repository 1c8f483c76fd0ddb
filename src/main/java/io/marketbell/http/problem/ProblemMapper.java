package io.marketbell.http.problem;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps a thrown problem to its response. */
@Provider
public class ProblemMapper implements ExceptionMapper<ProblemException> {
    private final UriInfo uri;

    public ProblemMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(ProblemException exception) {
        return ProblemResponse.of(exception.problem(), uri);
    }
}
