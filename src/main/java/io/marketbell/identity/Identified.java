package io.marketbell.identity;

/** What the credentials of a request came to. */
public sealed interface Identified {

    /** It brought none. */
    record Nobody() implements Identified {
        static final Nobody INSTANCE = new Nobody();
    }

    record Known(Caller caller) implements Identified {}

    /** It brought what is worth nothing, or cannot be checked now: it goes no further. */
    record Refused(Refusal refusal) implements Identified {}
}
