package io.marketbell.identity.apikey;

/**
 * A stored key that this version cannot read, for example one with a role of a newer version. The database is
 * available.
 */
final class UnreadableKey extends RuntimeException {
    UnreadableKey(String id, RuntimeException cause) {
        super("the stored API key " + id + " cannot be read by this version: " + cause, cause);
    }
}
