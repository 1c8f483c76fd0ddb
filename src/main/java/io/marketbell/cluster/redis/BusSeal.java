package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketbell.cluster.SharedValue;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticates what passes through Redis, with HMAC-SHA256 and a key that all nodes share. Every part is preceded by its
 * length. Thread-safe.
 */
final class BusSeal {
    static final int MAC_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String ENTRY = "entry";
    private static final String VALUE = "value";

    private final String cluster;
    private final ThreadLocal<Mac> macs;

    BusSeal(byte[] key, String cluster) {
        SecretKeySpec secret = new SecretKeySpec(key, ALGORITHM);
        this.cluster = cluster;
        this.macs = ThreadLocal.withInitial(() -> {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(secret);
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("messages cannot be authenticated", e);
            }
        });
    }

    BusEntry sealed(String topic, String node, String incarnation, long sequence, byte[] payload) {
        return new BusEntry(
                topic, node, incarnation, sequence, mac(topic, node, incarnation, sequence, payload), payload);
    }

    boolean isGenuine(BusEntry entry) {
        return MessageDigest.isEqual(
                entry.mac(), mac(entry.topic(), entry.node(), entry.incarnation(), entry.sequence(), entry.payload()));
    }

    private byte[] mac(String topic, String node, String incarnation, long sequence, byte[] payload) {
        return mac(
                bytes(ENTRY),
                bytes(BusEntry.WIRE),
                bytes(cluster),
                bytes(node),
                bytes(incarnation),
                bytes(Long.toString(sequence)),
                bytes(topic),
                payload);
    }

    byte[] of(SharedValue value) {
        return ofValue(value.key(), value.id(), value.content());
    }

    byte[] ofValue(String key, String id, byte[] content) {
        return mac(bytes(VALUE), bytes(BusEntry.WIRE), bytes(cluster), bytes(key), bytes(id), content);
    }

    private byte[] mac(byte[]... parts) {
        Mac mac = macs.get();
        for (byte[] part : parts) {
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
