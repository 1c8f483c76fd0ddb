package io.marketbell.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
                (user, offset, confirmed) -> read.add(user + (confirmed ? " sent " : " written ") + offset));
        return read;
    }

    @Test
    void whatWasAddedIsReadForThoseAskedFor() {
        long first = DeliveryPage.firstOffset(7);
        DeliveryPage page = new DeliveryPage(7);
        page.add("alice", new long[] {first, first + 1, first + 16_383}, new long[] {first + 300});
        page.add("bob", new long[] {}, new long[] {first + 128});
        page.add("Ødegård", new long[] {first + 127}, new long[] {});

        assertThat(read(page, 7, "alice", "Ødegård"))
                .containsExactly(
                        "alice written " + first,
                        "alice written " + (first + 1),
                        "alice written " + (first + 16_383),
                        "alice sent " + (first + 300),
                        "Ødegård written " + (first + 127));
        assertThat(read(page, 7, "bob")).containsExactly("bob sent " + (first + 128));
    }

    @Test
    void aDeliveryTakesAByteOrTwo() {
        DeliveryPage page = new DeliveryPage(1_000_000);
        long first = DeliveryPage.firstOffset(1_000_000);
        page.add(
                "alice",
                IntStream.range(0, 1_000).mapToLong(i -> first + i * 16L).toArray(),
                new long[] {});

        assertThat(page.toBytes()).hasSizeLessThan(1_020);
    }

    @Test
    void offsetsAreSortedIntoTheirPages() {
        long second = DeliveryPage.firstOffset(1);
        List<String> parts = new ArrayList<>();

        DeliveryPage.split(
                new long[] {second, 3, 1, 3},
                new long[] {second + 5},
                (page, written, sent) -> parts.add(page + ": " + List.of(boxed(written), boxed(sent))));

        assertThat(parts).containsExactly("0: [[1, 3], []]", "1: [[16384], [16389]]");
    }

    private static List<Long> boxed(long[] offsets) {
        return java.util.Arrays.stream(offsets).boxed().toList();
    }

    /** The bucket is part of what is stored: another hash would lose what was written before. */
    @Test
    void bucketsStayAsTheyAre() {
        assertThat(DeliveryPage.bucketOf("alice")).isEqualTo((short) 159);
        Random random = new Random(1);
        assertThat(IntStream.range(0, 10_000)
                        .map(i -> DeliveryPage.bucketOf("user" + random.nextInt()))
                        .distinct()
                        .count())
                .isEqualTo(DeliveryPage.allBuckets().length);
    }
}
