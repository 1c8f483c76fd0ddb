package io.marketbell.journal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The content of {@code journal_delivery.deliveries}: who was written and sent which offsets of one page. For each
 * reader its name, how many bytes follow (so that others are skipped), the written offsets, the sent ones; each list
 * its length and then the distances from one offset to the next, the first from the beginning of the page. Every number
 * is a varint: seven bits a byte, lowest first, as in Protocol Buffers. A delivery so takes one or two bytes.
 */
final class DeliveryPage {
    private static final int PAGE_BITS = 14;
    private static final int BUCKETS = 256;

    private final long page;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    DeliveryPage(long page) {
        this.page = page;
    }

    interface Visitor {
        void reached(String user, long offset, boolean confirmed);
    }

    static long pageOf(long offset) {
        return offset >> PAGE_BITS;
    }

    static long firstOffset(long page) {
        return page << PAGE_BITS;
    }

    /** The bucket of a user. Kept in the database: must never change. */
    static short bucketOf(String user) {
        int hash = user.hashCode();
        return (short) ((hash ^ hash >>> 8 ^ hash >>> 16) & BUCKETS - 1);
    }

    static Short[] allBuckets() {
        Short[] all = new Short[BUCKETS];
        for (short bucket = 0; bucket < BUCKETS; bucket++) {
            all[bucket] = bucket;
        }
        return all;
    }

    interface Part {
        void of(long page, long[] written, long[] sent);
    }

    /** Sorts offsets into their pages. */
    static void split(long[] written, long[] sent, Part part) {
        Map<Long, List<Offsets>> pages = new TreeMap<>();
        for (int list = 0; list < 2; list++) {
            for (long offset : list == 0 ? written : sent) {
                pages.computeIfAbsent(pageOf(offset), page -> List.of(new Offsets(), new Offsets()))
                        .get(list)
                        .add(offset);
            }
        }
        pages.forEach((page, lists) ->
                part.of(page, lists.get(0).toSortedSet(), lists.get(1).toSortedSet()));
    }

    /** @param written rising offsets of this page, as are those sent */
    void add(String user, long[] written, long[] sent) {
        ByteArrayOutputStream lists = new ByteArrayOutputStream();
        list(lists, written);
        list(lists, sent);
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        varint(bytes, name.length);
        bytes.writeBytes(name);
        varint(bytes, lists.size());
        bytes.writeBytes(lists.toByteArray());
    }

    private void list(ByteArrayOutputStream to, long[] offsets) {
        varint(to, offsets.length);
        long previous = firstOffset(page);
        for (long offset : offsets) {
            varint(to, (int) (offset - previous));
            previous = offset;
        }
    }

    private static void varint(ByteArrayOutputStream to, int number) {
        int rest = number;
        while (rest > 0x7F) {
            to.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        to.write(rest);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    static void read(byte[] deliveries, long page, Predicate<String> users, Visitor visitor) {
        ByteBuffer bytes = ByteBuffer.wrap(deliveries);
        while (bytes.hasRemaining()) {
            int nameLength = varint(bytes);
            String user = new String(deliveries, bytes.position(), nameLength, StandardCharsets.UTF_8);
            bytes.position(bytes.position() + nameLength);
            int length = varint(bytes);
            if (users.test(user)) {
                readList(bytes, page, user, false, visitor);
                readList(bytes, page, user, true, visitor);
            } else {
                bytes.position(bytes.position() + length);
            }
        }
    }

    private static void readList(ByteBuffer bytes, long page, String user, boolean confirmed, Visitor visitor) {
        long offset = firstOffset(page);
        for (int left = varint(bytes); left > 0; left--) {
            offset += varint(bytes);
            visitor.reached(user, offset, confirmed);
        }
    }

    private static int varint(ByteBuffer bytes) {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            number |= (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }
}
