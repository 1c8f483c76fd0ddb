package io.marketbell.ingest;

import java.net.URI;
import java.util.Optional;

/** Which callback URLs may be asked for by whom, so that a publisher is told at once and not by a dead letter. */
@FunctionalInterface
public interface CallbackPolicy {

    /**
     * Why this publisher would never get a callback there, for the publisher; empty where it may.
     *
     * @param url absolute, http or https, with a host
     */
    Optional<String> refusal(String publisher, URI url);
}
