package io.marketbell.journal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryPageTest {

    private static List<String> read(DeliveryPage page, long number, String... users) {
        List<String> read = new ArrayList<>();
        DeliveryPage.read(
                page.toBytes(),
                number,
                List.of(users)::contains,
                (user, offset, fact) -> read.add(user + " " + fact.name().toLowerCase(Locale.ROOT) + " " + offset));
        return read;
    }

    @Test
    void deliveriesAreReadForTheRequestedUsers() {
        long first = DeliveryPage.firstOffset(7);
        DeliveryPage page = new DeliveryPage(7);
        page.add("alice", facts(new long[] {first, first + 1, first + 16_383}, new long[] {first + 300}));
        page.add("bob", facts(new long[] {}, new long[] {first + 128}));
        page.add("Ødegård", facts(new long[] {first + 127}, new long[] {}));

        assertThat(read(page, 7, "alice", "Ødegård"))
                .containsExactly(
                        "alice written " + first,
                        "alice written " + (first + 1),
                        "alice written " + (first + 16_383),
                        "alice sent " + (first + 300),
                        "Ødegård written " + (first + 127));
        assertThat(read(page, 7, "bob")).containsExactly("bob sent " + (first + 128));
    }

    private static long[][] facts(long[]... lists) {
        long[][] all = new long[DeliveryFact.values().length][0];
        System.arraycopy(lists, 0, all, 0, lists.length);
        return all;
    }

    @Test
    void rareFactsAreStoredInSeparateEntries() {
        long[][] facts = facts();
        facts[DeliveryFact.LATE.ordinal()] = new long[] {3};
        facts[DeliveryFact.ACKNOWLEDGED.ordinal()] = new long[] {2, 3};
        DeliveryPage page = new DeliveryPage(0);
        page.add("alice", facts);
        page.add("bob", facts(new long[] {1}));

        assertThat(read(page, 0, "alice", "bob"))
                .containsExactly("alice late 3", "alice acknowledged 2", "alice acknowledged 3", "bob written 1");
    }

    /** Earlier versions read two lists per entry that they search for, and skip other entries. */
    @Test
    void unknownEntriesAreSkipped() {
        byte[] earlier = {3, 'b', 'o', 'b', 4, 1, 7, 1, 7};
        byte[] later = {4, 3, 'b', 'o', 'b', 4, 1, 7, 1, 7, 1, 'x', 3, 1, 5, 0};
        List<String> read = new ArrayList<>();
        DeliveryPage.read(earlier, 0, user -> true, (user, offset, fact) -> read.add(user + fact + offset));
        DeliveryPage.read(later, 0, user -> true, (user, offset, fact) -> read.add(user + fact + offset));
        assertThat(read).containsExactly("bobWRITTEN7", "bobSENT7", "xWRITTEN5");

        long[][] facts = facts(new long[] {7}, new long[] {7});
        DeliveryPage page = new DeliveryPage(0);
        page.add("bob", facts);
        assertThat(page.toBytes()).isEqualTo(earlier);
    }

    @Test
    void deliveryTakesOneOrTwoBytes() {
        DeliveryPage page = new DeliveryPage(1_000_000);
        long first = DeliveryPage.firstOffset(1_000_000);
        page.add(
                "alice",
                facts(IntStream.range(0, 1_000).mapToLong(i -> first + i * 16L).toArray()));

        assertThat(page.toBytes()).hasSizeLessThan(1_020);
    }

    @Test
    void offsetsAreGroupedByPage() {
        long second = DeliveryPage.firstOffset(1);
        List<String> parts = new ArrayList<>();

        DeliveryPage.split(
                facts(new long[] {second, 3, 1, 3}, new long[] {second + 5}),
                (page, facts) -> parts.add(page + ": " + List.of(boxed(facts[0]), boxed(facts[1]))));

        assertThat(parts).containsExactly("0: [[1, 3], []]", "1: [[16384], [16389]]");
    }

    private static List<Long> boxed(long[] offsets) {
        return java.util.Arrays.stream(offsets).boxed().toList();
    }

    /** The bucket is part of the storage format: a different hash would lose existing data. */
    @Test
    void bucketsAreStable() {
        assertThat(DeliveryPage.bucketOf("alice")).isEqualTo((short) 159);
        Random random = new Random(1);
        assertThat(IntStream.range(0, 10_000)
                        .map(i -> DeliveryPage.bucketOf("user" + random.nextInt()))
                        .distinct()
                        .count())
                .isEqualTo(DeliveryPage.allBuckets().size());
    }
}
