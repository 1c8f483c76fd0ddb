package io.marketbell.http.problem;

import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps invalid JSON in a body that a resource parses itself to a client error. */
@Provider
public class MalformedJsonMapper implements ExceptionMapper<JsonParsingException> {
    private final UriInfo uri;

    public MalformedJsonMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(JsonParsingException exception) {
        return ProblemResponse.of(ExceptionProblems.unreadableBody(exception), uri);
    }
}
