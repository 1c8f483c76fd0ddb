package io.marketbell.bench.load;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the notifications in a data frame without parsing it: the type, the priority and the offset of each, and the
 * publishing time, which load publishers put into the body as {@code "t":<nanoseconds since 1970>}. Accepts members in
 * any order, strings with escapes and nested bodies, but requires the compact JSON that Marketbell writes.
 */
final class NotificationScanner {

    /** Receives the content of a frame. */
    interface Sink {
        /** A data frame starts. */
        void frame(long seq);

        /**
         * @param publishedAt nanoseconds since 1970, or 0 if the body has no {@code t}
         * @param offset 0 if there is none
         * @param marked whether it is marked as redelivered or stale, so that its latency is not measured
         */
        void notification(NotificationType type, Priority priority, long publishedAt, long offset, boolean marked);

        /** A frame that does not start like a data frame: a reply, an event, a heartbeat. */
        void other(byte[] bytes, int from, int to);

        /** The data frame is malformed from this position on. */
        void malformed(int at);
    }

    private static final byte[] ENVELOPE = ascii("{\"channel\":\"notifications\",\"seq\":");
    private static final byte[] DATA = ascii(",\"data\":[");
    private static final NotificationType[] TYPES = NotificationType.known().toArray(NotificationType[]::new);
    private static final byte[][] TYPE_NAMES =
            Arrays.stream(TYPES).map(type -> ascii(type.name())).toArray(byte[][]::new);

    private static final int KEY_TYPE = Bytes.fourBytes("type");
    private static final int KEY_PRIO = Bytes.fourBytes("prio");
    private static final int KEY_OFFS = Bytes.fourBytes("offs");
    private static final int KEY_BODY = Bytes.fourBytes("body");
    private static final int KEY_REDE = Bytes.fourBytes("rede");
    private static final int KEY_STAL = Bytes.fourBytes("stal");

    private int lastType;

    // of the current notification
    private NotificationType type;
    private Priority priority;
    private long publishedAt;
    private long offset;
    private boolean marked;

    /** Scans one complete text message. */
    void scan(byte[] bytes, int from, int to, Sink sink) {
        if (!Bytes.startsWith(bytes, from, to, ENVELOPE)) {
            sink.other(bytes, from, to);
            return;
        }
        int at = from + ENVELOPE.length;
        long seq = Bytes.number(bytes, at, to);
        at = Bytes.endOfNumber(bytes, at, to);
        if (!Bytes.startsWith(bytes, at, to, DATA)) {
            sink.other(bytes, from, to);
            return;
        }
        at += DATA.length;
        sink.frame(seq);
        try {
            while (at < to && bytes[at] == '{') {
                at = notification(bytes, at + 1, to);
                if (type == null || priority == null) {
                    sink.malformed(at);
                    return;
                }
                sink.notification(type, priority, publishedAt, offset, marked);
                if (bytes[at] == ',') {
                    at++;
                }
            }
            if (at + 2 != to || bytes[at] != ']' || bytes[at + 1] != '}') {
                sink.malformed(at);
            }
        } catch (IndexOutOfBoundsException e) {
            // checked once here instead of at each step: the end of the array limits every scan
            sink.malformed(to);
        }
    }

    /** Scans the members up to the closing brace. Returns the index after it. */
    private int notification(byte[] bytes, int from, int to) {
        type = null;
        priority = null;
        publishedAt = 0;
        offset = 0;
        marked = false;
        int at = from;
        while (bytes[at] == '"') {
            int key = at + 1;
            int value = within(Bytes.endOfString(bytes, key, to) + 2, to);
            at = member(bytes, key, value - 2 - key, value, to);
            if (bytes[at] != ',') {
                break;
            }
            at++;
        }
        if (bytes[within(at, to)] != '}') {
            throw new ArrayIndexOutOfBoundsException(at);
        }
        return at + 1;
    }

    /** Evaluates the value that starts here. Returns the index after it. */
    private int member(byte[] bytes, int key, int keyLength, int value, int to) {
        if (bytes[value] == '"') {
            int end = Bytes.endOfString(bytes, value + 1, to);
            if (keyLength == 4 && Bytes.four(bytes, key) == KEY_TYPE) {
                type = type(bytes, value + 1, end);
            } else if (keyLength == 8 && Bytes.four(bytes, key) == KEY_PRIO) {
                priority = priority(bytes[value + 1]);
            }
            return end + 1;
        }
        if (keyLength == 4 && Bytes.four(bytes, key) == KEY_BODY && bytes[value] == '{') {
            return body(bytes, value, to);
        }
        if (keyLength == 6 && Bytes.four(bytes, key) == KEY_OFFS) {
            offset = Bytes.number(bytes, value, to);
        } else if (keyLength == 11 && Bytes.four(bytes, key) == KEY_REDE
                || keyLength == 5 && Bytes.four(bytes, key) == KEY_STAL) {
            marked |= bytes[value] == 't';
        }
        return Bytes.endOfValue(bytes, value, to);
    }

    private int body(byte[] bytes, int brace, int to) {
        int at = brace + 1;
        while (bytes[at] == '"') {
            int key = at + 1;
            int value = within(Bytes.endOfString(bytes, key, to) + 2, to);
            if (value - 2 - key == 1 && bytes[key] == 't') {
                publishedAt = Bytes.number(bytes, value, to);
            }
            at = Bytes.endOfValue(bytes, value, to);
            if (bytes[at] != ',') {
                break;
            }
            at++;
        }
        if (bytes[at] != '}') {
            throw new ArrayIndexOutOfBoundsException(at);
        }
        return at + 1;
    }

    private static int within(int at, int to) {
        if (at >= to) {
            throw new ArrayIndexOutOfBoundsException(at);
        }
        return at;
    }

    /** Tries the last type first, because most notifications of a load have the same type. */
    private NotificationType type(byte[] bytes, int from, int to) {
        byte[] last = TYPE_NAMES[lastType];
        if (Arrays.equals(last, 0, last.length, bytes, from, to)) {
            return TYPES[lastType];
        }
        for (int i = 0; i < TYPES.length; i++) {
            byte[] name = TYPE_NAMES[i];
            if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
                lastType = i;
                return TYPES[i];
            }
        }
        return null;
    }

    private static Priority priority(byte initial) {
        return switch (initial) {
            case 'L' -> Priority.LOW;
            case 'N' -> Priority.NORMAL;
            case 'H' -> Priority.HIGH;
            case 'C' -> Priority.CRITICAL;
            default -> null;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
