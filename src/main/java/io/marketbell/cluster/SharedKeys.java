package io.marketbell.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Port: idempotency keys of volatile notifications that the nodes of a cluster share. A key is claimed before the
 * notification is published and fulfilled afterwards. Thread-safe.
 */
public interface SharedKeys {
    /** A claim that is not fulfilled ends after this time: its node has ended. */
    Duration LEASE = Duration.ofSeconds(5);

    /** Fulfilled keys are kept for this time. */
    Duration KEPT = Duration.ofMinutes(10);

    /**
     * A use of a key.
     *
     * @param key identifies the key in the cluster
     * @param id of the notification
     * @param contentHash identifies the content of the publication
     */
    record Use(String key, String id, byte[] contentHash) {}

    /** @param fulfilled whether the notification was published; if not, it is being published */
    record Holder(String id, byte[] contentHash, boolean fulfilled) {}

    /** Returns whether keys are shared at all; if not, nothing needs to be claimed. */
    boolean isShared();

    /**
     * Claims the keys that are free, and returns the holders of all keys, in the order of the uses. Waits at most 50 ms:
     * for a response, and for the end of publications in progress at other nodes. Returns empty if the keys are
     * unreachable.
     */
    Optional<List<Holder>> claim(List<Use> uses);

    /** Marks the keys as used by published notifications, unless another one holds them. Never waits. */
    void fulfil(List<Use> uses);

    /** Releases the keys of notifications that were not published. Never waits. */
    void release(List<Use> uses);
}
