package io.marketbell.ingest;

import java.net.URI;

/** Which callback URLs may be asked for, so that a publisher is told at once and not by a dead letter. */
@FunctionalInterface
public interface CallbackPolicy {

    /** @param url absolute, http or https, with a host */
    boolean allows(URI url);
}
