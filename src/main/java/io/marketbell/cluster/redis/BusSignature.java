package io.marketbell.cluster.redis;

import java.util.UUID;

/** The name and incarnation of this node, and the sequence of its messages. One thread may sign. */
final class BusSignature {
    private final BusSeal seal;
    private final String node;
    private final String incarnation = UUID.randomUUID().toString();
    private long sequence;

    BusSignature(BusSeal seal, String node) {
        this.seal = seal;
        this.node = node;
    }

    /** Returns the entry of the next message. */
    BusEntry sign(String topic, byte[] payload) {
        sequence++;
        return seal.sealed(topic, node, incarnation, sequence, payload);
    }

    boolean isOwn(BusEntry entry) {
        return entry.incarnation().equals(incarnation);
    }
}
