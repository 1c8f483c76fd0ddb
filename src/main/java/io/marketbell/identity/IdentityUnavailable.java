package io.marketbell.identity;

/** Whose a credential is cannot be told now: the database does not answer, and nothing recent is known of it here. */
public final class IdentityUnavailable extends RuntimeException {
    public IdentityUnavailable(Throwable cause) {
        super("the database does not answer; credentials cannot be checked", cause);
    }
}
