package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry of the stream. Fields that this release does not know are ignored.
 *
 * @param topic the word of a topic
 * @param incarnation random, another one after each start of the node
 * @param sequence higher than that of all earlier entries of the incarnation
 * @param mac see {@link BusSeal}
 */
record BusEntry(String topic, String node, String incarnation, long sequence, byte[] mac, byte[] payload) {
    /** The version of the fields and of their encoding. */
    static final String WIRE = "1";

    private static final String VERSION = "v";
    private static final String TOPIC = "t";
    private static final String NODE = "n";
    private static final String INCARNATION = "i";
    private static final String SEQUENCE = "s";
    private static final String MAC = "h";
    private static final String PAYLOAD = "p";

    /** Returns the names and values of the fields, alternating. */
    byte[][] fields() {
        return new byte[][] {
            bytes(VERSION), bytes(WIRE),
            bytes(TOPIC), bytes(topic),
            bytes(NODE), bytes(node),
            bytes(INCARNATION), bytes(incarnation),
            bytes(SEQUENCE), bytes(Long.toString(sequence)),
            bytes(MAC), mac,
            bytes(PAYLOAD), payload
        };
    }

    /** Returns whether the fields are of the version that this release reads. */
    static boolean hasKnownWire(Map<String, byte[]> fields) {
        byte[] version = fields.get(VERSION);
        return version != null && WIRE.equals(new String(version, UTF_8));
    }

    /** Returns the fields by name. */
    static Map<String, byte[]> named(Map<byte[], byte[]> body) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        if (body != null) {
            body.forEach((name, value) -> fields.put(new String(name, UTF_8), value));
        }
        return fields;
    }

    /** @throws IllegalArgumentException if a field is missing or malformed */
    static BusEntry of(Map<String, byte[]> fields) {
        return new BusEntry(
                text(fields, TOPIC),
                text(fields, NODE),
                text(fields, INCARNATION),
                Long.parseLong(text(fields, SEQUENCE)),
                required(fields, MAC),
                required(fields, PAYLOAD));
    }

    private static String text(Map<String, byte[]> fields, String name) {
        return new String(required(fields, name), UTF_8);
    }

    private static byte[] required(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        return value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
