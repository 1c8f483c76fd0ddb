package io.marketbell.audit;

import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemType;
import jakarta.data.exceptions.DataConnectionException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** A resource whose database is away is not broken: it is to be asked again. */
@Provider
public class DatabaseAwayMapper implements ExceptionMapper<DataConnectionException> {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final UriInfo uri;

    public DatabaseAwayMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(DataConnectionException exception) {
        return Problem.of(ProblemType.UNAVAILABLE, "the database does not answer; try again")
                .at(uri.getRequestUri().getRawPath())
                .response()
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
