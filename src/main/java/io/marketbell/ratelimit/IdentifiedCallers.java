package io.marketbell.ratelimit;

import io.marketbell.identity.Caller;
import io.marketbell.identity.Identification;
import io.marketbell.identity.Identified;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** By the door that credentials come in by. */
@Dependent
class IdentifiedCallers implements Callers {
    private final Identification identification;

    @Inject
    IdentifiedCallers(Identification identification) {
        this.identification = identification;
    }

    @Override
    public Caller of(HttpServletRequest request) {
        return identification.of(request) instanceof Identified.Known known ? known.caller() : null;
    }
}
