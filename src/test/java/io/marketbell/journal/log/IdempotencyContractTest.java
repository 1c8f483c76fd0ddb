package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Appended.Duplicate;
import io.marketbell.journal.Journal.Appended.KeyReused;
import io.marketbell.journal.Journal.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of idempotency keys for every back end: the same content is published once, different content is
 * rejected.
 */
abstract class IdempotencyContractTest extends JournalFixture {
    @Test
    void sameContentUnderTheSameKeyIsADuplicateAndOtherContentIsRejected() {
        Entry first = orders.keyed("ord-1#fill-1", "{\"price\":\"1\"}", "alice");
        assertThat(append(first)).singleElement().isInstanceOf(Committed.class);

        assertThat(append(
                        orders.keyed("ord-1#fill-1", "{\"price\":\"1\"}", "alice"),
                        orders.keyed("ord-1#fill-1", "{\"price\":\"2\"}", "alice")))
                .containsExactly(
                        new Duplicate(first.notification().id(), 1),
                        new KeyReused(first.notification().id()));
        assertThat(journal.head()).isEqualTo(1);
    }

    @Test
    void repeatInTheSameCallIsADuplicateOfTheFirst() {
        Entry first = orders.keyed("ord-1", "{\"price\":\"1\"}", "alice");

        assertThat(append(first, orders.keyed("ord-1", "{\"price\":\"1\"}", "alice"))
                        .get(1))
                .isEqualTo(new Duplicate(first.notification().id(), 1));
        assertThat(offsets("alice")).containsExactly(1L);
    }

    @Test
    void onlyOneOfIdenticalConcurrentAppendsIsCommitted() {
        List<CompletableFuture<List<Appended>>> answers = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> journal.append(List.of(orders.keyed("ord-1", "{}", "alice")))
                        .toCompletableFuture())
                .toList();

        List<Appended> all =
                answers.stream().flatMap(answer -> answer.join().stream()).toList();
        assertThat(all).filteredOn(Committed.class::isInstance).hasSize(1);
        String id = ((Committed) all.stream()
                        .filter(Committed.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .notification()
                .id();
        assertThat(all).filteredOn(Duplicate.class::isInstance).hasSize(49).containsOnly(new Duplicate(id, 1));
    }

    @Test
    void keysSurviveARestart() {
        Entry first = orders.keyed("ord-1", "{}", "alice");
        append(first);

        reopenCleanly();

        assertThat(append(orders.keyed("ord-1", "{}", "alice")))
                .containsExactly(new Duplicate(first.notification().id(), 1));
    }

    @Test
    void keyIsKeptForADayOrTheTimeToLiveWhicheverIsLonger() {
        append(orders.keyed("ord-1", "{}", "alice"));

        clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(append(orders.keyed("ord-1", "{}", "alice"))).hasOnlyElementsOfType(Duplicate.class);

        clock.advance(Duration.ofSeconds(1));
        assertThat(append(orders.keyed("ord-1", "{}", "alice"))).hasOnlyElementsOfType(Committed.class);
        assertThat(append(orders.keyed("ord-1", "{}", "alice"))).hasOnlyElementsOfType(Duplicate.class);
    }
}
