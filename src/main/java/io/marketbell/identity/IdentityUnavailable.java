package io.marketbell.identity;

/**
 * A credential cannot be checked now: the database or the public keys are unavailable, and there is no recent cached
 * result.
 */
public final class IdentityUnavailable extends RuntimeException {
    public IdentityUnavailable(Throwable cause) {
        super("the database is unavailable; credentials cannot be checked", cause);
    }

    public IdentityUnavailable(String reason) {
        super(reason);
    }
}
