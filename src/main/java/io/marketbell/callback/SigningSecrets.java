package io.marketbell.callback;

import java.util.Optional;

/** Knows the secrets that callbacks are signed with. */
@FunctionalInterface
public interface SigningSecrets {

    /** The callback secret of a publisher; empty where its key was made without one. May throw where it cannot tell now. */
    Optional<String> of(String publisher);
}
