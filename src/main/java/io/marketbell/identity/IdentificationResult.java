package io.marketbell.identity;

/** The result of checking the credentials of a request. */
public sealed interface IdentificationResult {

    /** The request has no credentials. */
    record Anonymous() implements IdentificationResult {
        static final Anonymous INSTANCE = new Anonymous();
    }

    record Identified(Caller caller) implements IdentificationResult {}

    /** The credentials are invalid or cannot be checked now: the request is rejected. */
    record Refused(CredentialRefusal refusal) implements IdentificationResult {}
}
