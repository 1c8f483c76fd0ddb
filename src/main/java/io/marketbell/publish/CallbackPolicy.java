package io.marketbell.publish;

import java.net.URI;
import java.util.Optional;

/** Decides which callback URLs a publisher may use, so that a wrong one is refused at once and makes no dead letter. */
@FunctionalInterface
public interface CallbackPolicy {

    /**
     * Why this publisher would never get a callback there, for the publisher; empty where it may.
     *
     * @param url absolute, http or https, with a host
     */
    Optional<String> refusal(String publisher, URI url);
}
