package io.marketbell.app;

import io.marketbell.callback.CallbackPolicy;
import io.marketbell.callback.CallbackSecrets;
import io.marketbell.identity.IdentityUnavailable;
import java.net.URI;
import java.util.Optional;

/**
 * Checks the preconditions of a callback: its host is on the configured list, and the publisher has a secret to sign
 * it.
 */
record CallbackRules(CallbackPolicy hosts, CallbackSecrets secrets) implements io.marketbell.ingest.CallbackPolicy {

    @Override
    public Optional<String> refusal(String publisher, URI url) {
        if (hosts.refusal(url.toString()).isPresent()) {
            return Optional.of("host " + url.getHost() + " is not on the list of callback hosts");
        }
        return hasSecret(publisher)
                ? Optional.empty()
                : Optional.of("needs a callback secret to be signed with: it comes with an API key of yours that may"
                        + " publish, not with a token");
    }

    /** Returns true if the check is not possible now; the callback is then attempted. */
    private boolean hasSecret(String publisher) {
        try {
            return secrets.of(publisher).isPresent();
        } catch (IdentityUnavailable e) {
            return true;
        }
    }
}
