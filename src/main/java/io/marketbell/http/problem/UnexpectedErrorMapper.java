package io.marketbell.http.problem;

import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;

/** Maps all exceptions without a more specific mapper. */
@Provider
public class UnexpectedErrorMapper implements ExceptionMapper<Throwable> {
    private final UriInfo uri;

    public UnexpectedErrorMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(Throwable fault) {
        return problem(fault).at(uri.getRequestUri().getRawPath()).response().build();
    }

    static Problem problem(Throwable fault) {
        if (MalformedHeader.is(fault)) {
            return Problem.of(ProblemType.MALFORMED, "a header of the request is malformed");
        }
        return isUnreadableBody(fault) ? UnreadableBody.problem(fault) : Incident.of(fault);
    }

    /**
     * JSON-B has one exception for reading and writing. Only a reading error, which comes from a MessageBodyReader, is
     * a client error.
     */
    private static boolean isUnreadableBody(Throwable fault) {
        Throwable json = fault instanceof ProcessingException ? fault.getCause() : fault;
        return json instanceof JsonbException
                && Arrays.stream(json.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("readFrom"));
    }
}
