package io.marketbell.delivery.bus;

import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import io.marketbell.delivery.LastValue;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.notification.wire.MalformedMessage;
import io.marketbell.notification.wire.MessageReader;
import io.marketbell.notification.wire.MessageWriter;
import io.marketbell.notification.wire.NotificationCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects notifications in messages of the topic {@link BusTopic#VOLATILE}: a version, then notifications. A message
 * also carries the last values that they are, by conflation key and, if they are addressed, by user. Not thread-safe.
 */
final class VolatileMessages {
    /** A message is full above this size of its notifications. */
    static final int FULL_BYTES = 128 << 10;

    /** A message has at most this number of values. */
    static final int VALUES = 400;

    /** A message is full above this size of its values. */
    static final int FULL_VALUE_BYTES = 256 << 10;

    /** Values of one notification that have more bytes in total are not stored: the queue of the bus would overflow. */
    static final long MOST_VALUE_BYTES = 2L << 20;

    /** A node that starts later than this after a notification does not know it as a last value. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final Duration ERASED_KEPT = Duration.ofSeconds(1);
    private static final int VERSION = 1;
    private static final int TYPICAL_BYTES = 512;
    private static final char SEPARATOR = '\u0000';

    private final List<Message> messages = new ArrayList<>();
    private MessageWriter payload = begin();
    private Map<String, SharedValue> values = new LinkedHashMap<>();
    private int valueBytes;
    private boolean hasNotifications;
    private long bytes;

    /**
     * The content of a message or of a stored value.
     *
     * @param malformed number of notifications that could not be decoded, for example because of a later type
     */
    record Content(List<Notification> notifications, int malformed) {}

    void add(Notification notification) {
        byte[] encoded = encode(notification);
        if (notification.isForEveryone()) {
            add(value(null, notification.conflationKey(), notification.id(), encoded));
        } else if (valueBytes(notification) <= MOST_VALUE_BYTES) {
            notification.recipients().forEach(user -> add(value(user, notification)));
        }
        // After its values: a node that starts in between receives either the values or the notification.
        payload.part(encoded);
        hasNotifications = true;
        bytes += encoded.length;
        if (payload.size() > FULL_BYTES) {
            end();
        }
    }

    /** Returns an estimate. */
    private static long valueBytes(Notification notification) {
        int bodyLength = notification.body() == null ? 0 : notification.body().length();
        return notification.recipients().size() * (long) (TYPICAL_BYTES + bodyLength);
    }

    private void add(SharedValue value) {
        if (values.size() >= VALUES || valueBytes > FULL_VALUE_BYTES) {
            end();
        }
        SharedValue other = values.get(value.key());
        if (other == null || other.id().compareTo(value.id()) < 0) {
            values.put(value.key(), value);
            valueBytes += value.content().length;
            bytes += value.content().length;
        }
    }

    private void end() {
        messages.add(new Message(BusTopic.VOLATILE, payload.toBytes(), List.copyOf(values.values())));
        payload = begin();
        values = new LinkedHashMap<>();
        valueBytes = 0;
        hasNotifications = false;
    }

    /** Returns the size of everything that was added. */
    long bytes() {
        return bytes;
    }

    /** Returns the messages, in the order in which they must be sent. */
    List<Message> toList() {
        if (hasNotifications || !values.isEmpty()) {
            end();
        }
        return messages;
    }

    /** Returns the value in the form in which it is stored for nodes that start later. */
    static SharedValue value(LastValue value) {
        return value.user() == null
                ? value(
                        null,
                        value.notification().conflationKey(),
                        value.notification().id(),
                        encode(value.notification()))
                : value(value.user(), value.notification());
    }

    /** Returns a value without a notification that replaces the value, and expires at once. */
    static SharedValue erased(LastValue value, String newerId) {
        return new SharedValue(
                key(value.user(), value.notification().conflationKey()), newerId, begin().toBytes(), ERASED_KEPT);
    }

    /** Returns a message of these values without notifications. */
    static Message valuesOnly(List<SharedValue> values) {
        return new Message(BusTopic.VOLATILE, begin().toBytes(), values);
    }

    private static SharedValue value(String user, Notification notification) {
        byte[] encoded = encode(addressed(user, notification));
        return value(user, notification.conflationKey(), notification.id(), encoded);
    }

    private static SharedValue value(String user, ConflationKey key, String id, byte[] encoded) {
        byte[] content = begin().part(encoded).toBytes();
        return new SharedValue(key(user, key), id, content, KEPT);
    }

    /** Names contain no control characters. */
    private static String key(String user, ConflationKey key) {
        return key.type().name()
                + SEPARATOR
                + orEmpty(key.instrument())
                + SEPARATOR
                + orEmpty(key.broker())
                + SEPARATOR
                + orEmpty(user);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static Notification addressed(String user, Notification notification) {
        return user == null ? notification : notification.addressedTo(user);
    }

    private static MessageWriter begin() {
        return new MessageWriter(TYPICAL_BYTES).number(VERSION);
    }

    private static byte[] encode(Notification notification) {
        MessageWriter one = new MessageWriter(TYPICAL_BYTES);
        NotificationCodec.write(one, notification);
        return one.toBytes();
    }

    /** @throws MalformedMessage if nothing can be decoded, also for a later version */
    static Content read(byte[] bytes) {
        MessageReader message = new MessageReader(bytes);
        long version = message.number();
        if (version != VERSION) {
            throw new MalformedMessage("unknown version: " + version);
        }
        List<Notification> notifications = new ArrayList<>();
        int malformed = 0;
        while (message.hasMore()) {
            MessageReader one = message.part();
            try {
                Notification notification = NotificationCodec.read(one);
                if (notification.isDurable()) {
                    malformed++;
                } else {
                    notifications.add(notification);
                }
            } catch (MalformedMessage e) {
                malformed++;
            }
        }
        return new Content(notifications, malformed);
    }
}
