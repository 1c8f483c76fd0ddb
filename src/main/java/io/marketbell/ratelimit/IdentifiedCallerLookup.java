package io.marketbell.ratelimit;

import io.marketbell.identity.Caller;
import io.marketbell.identity.Identification;
import io.marketbell.identity.IdentificationResult;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Looks callers up by the credentials of the request. */
@Dependent
class IdentifiedCallerLookup implements CallerLookup {
    private final Identification identification;

    @Inject
    IdentifiedCallerLookup(Identification identification) {
        this.identification = identification;
    }

    @Override
    public Caller of(HttpServletRequest request) {
        return identification.of(request) instanceof IdentificationResult.Known known ? known.caller() : null;
    }
}
