package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketbell.cluster.ClusterSettings;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The keys of presence in Redis. Names of nodes and clusters contain no colon. */
record PresenceKeys(String cluster, String node) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static PresenceKeys of(ClusterSettings settings) {
        return new PresenceKeys(settings.name(), settings.node());
    }

    /** Returns a new field for the counts of this node. */
    String newField() {
        return node + ":" + HexFormat.of().toHexDigits(RANDOM.nextLong());
    }

    byte[] user(String user) {
        return bytes("marketbell:" + cluster + ":presence:user:" + user);
    }

    String beats() {
        return "marketbell:" + cluster + ":presence:beat:";
    }

    byte[] beat(String field) {
        return bytes(beats() + field);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
