package io.marketbell.publish;

import java.net.URI;
import java.util.Optional;

/**
 * Decides which callback URLs a publisher may use, so that an invalid URL is refused on publication and does not lead
 * to dead letters.
 */
@FunctionalInterface
public interface CallbackPolicy {

    /**
     * Returns why this publisher can never receive a callback at the URL, as a message for the publisher; empty if the
     * URL is allowed.
     *
     * @param url absolute, http or https, with a host
     */
    Optional<String> refusal(String publisher, URI url);
}
