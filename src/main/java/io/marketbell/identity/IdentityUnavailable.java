package io.marketbell.identity;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemCause;

/**
 * A credential cannot be checked now: the database or the public keys are unavailable, and there is no recent cached
 * result.
 */
public final class IdentityUnavailable extends RuntimeException implements ProblemCause {
    public IdentityUnavailable(Throwable cause) {
        super("the database is unavailable; credentials cannot be checked", cause);
    }

    public IdentityUnavailable(String reason) {
        super(reason);
    }

    @Override
    public Problem problem() {
        return CredentialRefusal.UNAVAILABLE.problem();
    }
}
