package io.marketbell.app;

import io.marketbell.callback.CallbackAllowlist;
import io.marketbell.callback.SigningSecrets;
import io.marketbell.identity.IdentityUnavailable;
import java.net.URI;
import java.util.Optional;

/**
 * Checks the preconditions of a callback: its host is on the configured list, and the publisher has a secret to sign
 * it.
 */
record CallbackRules(CallbackAllowlist hosts, SigningSecrets secrets) implements io.marketbell.publish.CallbackPolicy {

    @Override
    public Optional<String> refusal(String publisher, URI url) {
        Optional<String> refusal = hosts.refusal(url.toString());
        if (refusal.isPresent()) {
            return refusal;
        }
        return hasSecret(publisher)
                ? Optional.empty()
                : Optional.of("requires a callback secret, which belongs to an API key with the role publisher"
                        + " and never to a token");
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
