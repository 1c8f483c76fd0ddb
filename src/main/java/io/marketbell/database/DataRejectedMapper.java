package io.marketbell.database;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Maps data that the database rejects to status 400. The data came from the caller and passed validation, so the
 * failure is logged: a validation rule is missing.
 */
@Provider
public class DataRejectedMapper implements ExceptionMapper<DataRejected> {
    private static final Logger LOG = System.getLogger(DataRejectedMapper.class.getName());

    private final UriInfo uri;

    public DataRejectedMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(DataRejected refusal) {
        LOG.log(Level.WARNING, "the database rejected data of a request: {0}", refusal.getMessage());
        return ProblemResponse.of(
                Problem.of(ProblemType.MALFORMED, "the database cannot store or compare a value in this request"), uri);
    }
}
