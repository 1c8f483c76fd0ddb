package io.marketbell.callback;

import java.util.Optional;

/** Provides the secrets that callbacks are signed with. */
@FunctionalInterface
public interface SigningSecrets {

    /**
     * Returns the callback secret of a publisher; empty if its API key was created without one. May throw if the secret
     * cannot be read now.
     */
    Optional<String> of(String publisher);

    /**
     * Returns the secret of the publisher's second newest API key, so that receivers can replace the secret while both
     * keys are valid; empty if there is none. May throw like {@link #of}.
     */
    default Optional<String> previous(String publisher) {
        return Optional.empty();
    }

    /** Returns whether secrets can be read; otherwise no callback must be sent or given up. */
    default boolean areReadable() {
        return true;
    }
}
