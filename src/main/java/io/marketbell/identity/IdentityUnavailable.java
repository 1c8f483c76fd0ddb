package io.marketbell.identity;

/** Whose a credential is cannot be told now: what it is checked against cannot be had, and nothing recent is known here. */
public final class IdentityUnavailable extends RuntimeException {
    public IdentityUnavailable(Throwable cause) {
        super("the database does not answer; credentials cannot be checked", cause);
    }

    public IdentityUnavailable(String reason) {
        super(reason);
    }
}
