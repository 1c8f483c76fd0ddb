package io.marketbell.problem;

import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Whatever else a resource throws. */
@Provider
public class FaultMapper implements ExceptionMapper<Throwable> {
    private final UriInfo uri;

    public FaultMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(Throwable fault) {
        Problem problem = isUnreadableBody(fault) ? Unreadable.problem(fault) : Incident.of(fault);
        return problem.at(uri.getRequestUri().getRawPath()).response().build();
    }

    /** JSON-B has one exception for both ways; only that of reading is the caller's mistake. */
    private static boolean isUnreadableBody(Throwable fault) {
        return fault instanceof ProcessingException
                && fault.getCause() instanceof JsonbException
                && String.valueOf(fault.getMessage()).contains("deserialization");
    }
}
