package io.marketbell.audit;

/**
 * The place of a row in the chain of a node.
 *
 * @param node the name of the node that wrote the row
 * @param position 1 for the first row of the node
 * @param hash of the row and of the hash before it, see {@link StoredEntry#hash}
 * @param seal of the hash, see {@link AuditSeal}
 * @param key the fingerprint of the key of the seal
 */
record ChainLink(String node, long position, String hash, String seal, String key) {
    /** The hash before the first row. */
    static final String BEGINNING = "0".repeat(64);
}
