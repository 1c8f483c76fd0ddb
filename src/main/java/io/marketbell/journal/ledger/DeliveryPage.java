package io.marketbell.journal.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The format of {@code journal_delivery.deliveries}: the deliveries of one page of offsets. An entry consists of a
 * name, the number of bytes that follow (so that the entry can be skipped), and two lists of offsets. Each list
 * consists of its length and the differences between successive offsets; the first is relative to the start of the
 * page. Every number is a varint: seven bits per byte, lowest first, as in Protocol Buffers. A delivery thus takes one
 * or two bytes.
 *
 * <p>An entry under a user's name has the first two {@link DeliveryFact}s. The rare facts have entries of their own,
 * whose names start with a control character: earlier versions treat them as entries of other users and skip them.
 */
public final class DeliveryPage {
    private static final int PAGE_BITS = 14;
    private static final int BUCKETS = 256;
    private static final int LISTS_AN_ENTRY = 2;
    private static final char FIRST_PRINTABLE = ' ';
    private static final DeliveryFact[] FACTS = DeliveryFact.values();

    private final long page;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    DeliveryPage(long page) {
        this.page = page;
    }

    interface Visitor {
        void noted(String user, long offset, DeliveryFact fact);
    }

    public static long pageOf(long offset) {
        return offset >> PAGE_BITS;
    }

    public static long firstOffset(long page) {
        return page << PAGE_BITS;
    }

    /** Returns the bucket of a user. Stored in the database: must never change. */
    static short bucketOf(String user) {
        int hash = user.hashCode();
        return (short) ((hash ^ hash >>> 8 ^ hash >>> 16) & BUCKETS - 1);
    }

    public static List<Short> allBuckets() {
        return IntStream.range(0, BUCKETS).mapToObj(bucket -> (short) bucket).toList();
    }

    interface Part {
        void of(long page, long[][] facts);
    }

    /**
     * Groups offsets by page.
     *
     * @param facts in any order, with duplicates; indexed by {@link DeliveryFact#ordinal}, as are the parts
     */
    static void split(long[][] facts, Part part) {
        Map<Long, OffsetList[]> pages = new TreeMap<>();
        for (int kind = 0; kind < facts.length; kind++) {
            for (long offset : facts[kind]) {
                OffsetList[] lists = pages.computeIfAbsent(pageOf(offset), page -> new OffsetList[FACTS.length]);
                if (lists[kind] == null) {
                    lists[kind] = new OffsetList();
                }
                lists[kind].add(offset);
            }
        }
        pages.forEach((page, lists) -> part.of(
                page,
                Arrays.stream(lists)
                        .map(list -> list == null ? OffsetList.NONE : list.toSortedSet())
                        .toArray(long[][]::new)));
    }

    /** @param facts ascending offsets of this page; indexed by {@link DeliveryFact#ordinal} */
    void add(String user, long[][] facts) {
        for (int kind = 0; kind < facts.length; kind += LISTS_AN_ENTRY) {
            long[] second = kind + 1 < facts.length ? facts[kind + 1] : OffsetList.NONE;
            if (facts[kind].length + second.length > 0) {
                int rank = kind / LISTS_AN_ENTRY;
                entry(rank == 0 ? user : (char) (rank - 1) + user, facts[kind], second);
            }
        }
    }

    private void entry(String name, long[] first, long[] second) {
        ByteArrayOutputStream lists = new ByteArrayOutputStream();
        list(lists, first);
        list(lists, second);
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        varint(bytes, encoded.length);
        bytes.writeBytes(encoded);
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
            String name = new String(deliveries, bytes.position(), nameLength, StandardCharsets.UTF_8);
            bytes.position(bytes.position() + nameLength);
            int length = varint(bytes);
            int end = bytes.position() + length;
            int rank = name.isEmpty() || name.charAt(0) >= FIRST_PRINTABLE ? 0 : name.charAt(0) + 1;
            String user = rank == 0 ? name : name.substring(1);
            int kind = rank * LISTS_AN_ENTRY;
            if (kind < FACTS.length && users.test(user)) {
                for (int list = kind; list < kind + LISTS_AN_ENTRY && list < FACTS.length; list++) {
                    readList(bytes, page, user, FACTS[list], visitor);
                }
            }
            bytes.position(end);
        }
    }

    /** Returns the deliveries without those to this user. */
    static byte[] without(byte[] deliveries, String user) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(deliveries.length);
        ByteBuffer bytes = ByteBuffer.wrap(deliveries);
        while (bytes.hasRemaining()) {
            int begin = bytes.position();
            int nameLength = varint(bytes);
            String name = new String(deliveries, bytes.position(), nameLength, StandardCharsets.UTF_8);
            bytes.position(bytes.position() + nameLength);
            int length = varint(bytes);
            bytes.position(bytes.position() + length);
            boolean isRare = !name.isEmpty() && name.charAt(0) < FIRST_PRINTABLE;
            if (!(isRare ? name.substring(1) : name).equals(user)) {
                rest.write(deliveries, begin, bytes.position() - begin);
            }
        }
        return rest.toByteArray();
    }

    private static void readList(ByteBuffer bytes, long page, String user, DeliveryFact fact, Visitor visitor) {
        long offset = firstOffset(page);
        for (int left = varint(bytes); left > 0; left--) {
            offset += varint(bytes);
            visitor.noted(user, offset, fact);
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
