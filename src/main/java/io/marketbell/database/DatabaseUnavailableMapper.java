package io.marketbell.database;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Maps an unavailable database to status 503 with a Retry-After header. Not logged for each request: the users of the
 * database log the outage.
 */
@Provider
public class DatabaseUnavailableMapper implements ExceptionMapper<DatabaseUnavailable> {
    private final UriInfo uri;

    public DatabaseUnavailableMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(DatabaseUnavailable unavailable) {
        return ProblemResponse.of(Problem.of(ProblemType.UNAVAILABLE, "the database is unavailable; retry later"), uri);
    }
}
