package io.marketbell.identity;

/** What the credentials of a request came to. */
public sealed interface IdentificationResult {

    /** It brought none. */
    record Nobody() implements IdentificationResult {
        static final Nobody INSTANCE = new Nobody();
    }

    record Known(Caller caller) implements IdentificationResult {}

    /** It brought what is worth nothing, or cannot be checked now: it goes no further. */
    record Refused(CredentialRefusal refusal) implements IdentificationResult {}
}
