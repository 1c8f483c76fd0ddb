package io.marketbell.identity;

import io.marketbell.http.problem.ProblemResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps an unavailable identity store to a response, for resources that need it. */
@Provider
public class IdentityUnavailableMapper implements ExceptionMapper<IdentityUnavailable> {
    private final UriInfo uri;

    public IdentityUnavailableMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(IdentityUnavailable unavailable) {
        return ProblemResponse.of(CredentialRefusal.UNAVAILABLE.problem(), uri);
    }
}
