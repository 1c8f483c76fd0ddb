package io.marketbell.identity;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Tells of a database that is away, where a resource needs it to know somebody. */
@Provider
public class IdentityUnavailableMapper implements ExceptionMapper<IdentityUnavailable> {
    private final UriInfo uri;

    public IdentityUnavailableMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(IdentityUnavailable unavailable) {
        return CredentialRefusal.UNAVAILABLE.response(uri.getRequestUri().getRawPath());
    }
}
