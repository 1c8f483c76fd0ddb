package io.marketbell.deadletter;

import static io.marketbell.deadletter.Fixtures.fill;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.testkit.clock.TestClock;
import io.marketbell.testkit.thread.AtOnce;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two nodes that evict the oldest dead letters of one PostgreSQL. */
class EvictionOfTwoNodesTest {
    private static final int SIZE = 10;
    private static final int ROUNDS = 10;

    private final TestClock clock = new TestClock();
    private final DeadLetterStore store = new DatabaseDeadLetters(Database.over(ProductDatabases.postgres()));
    private final DeadLetterQueue one = node();
    private final DeadLetterQueue other = node();
    private int letters;

    private DeadLetterQueue node() {
        return new DeadLetterQueue(store, clock, SIZE, 1_000, Runnable::run);
    }

    private void add(DeadLetterQueue node, int howMany) {
        for (int i = 0; i < howMany; i++) {
            node.add(fill("n" + letters++, "alice"), "alice", Reason.EXPIRED, 0, "expired");
        }
        node.writeAndEvict();
    }

    @Test
    void nodeDoesNotEvictBecauseOfItsOldNumberOfLetters() {
        add(one, SIZE);
        add(other, 1);
        store.newest(DeadLetterFilter.ALL, "z", 5).forEach(letter -> store.delete(letter.id()));

        add(one, 1);

        assertThat(store.count()).isEqualTo(SIZE - 5 + 1);
    }

    @Test
    void nodesThatEvictTogetherKeepTheMaximumNumber() {
        for (int round = 0; round < ROUNDS; round++) {
            add(new DeadLetterQueue(store, clock, 1_000, 1_000, Runnable::run), SIZE);

            AtOnce.run(Collections.nCopies(2, () -> store.evictBeyond(SIZE)));

            assertThat(store.count()).as("letters after round %s", round).isEqualTo(SIZE);
        }
    }

    @Test
    void letterOfBothNodesIsStoredOnce() {
        List.of(one, other).forEach(node -> node.add(fill("n1", "alice"), "alice", Reason.EXPIRED, 0, "expired"));

        AtOnce.run(List.of(one::writeAndEvict, other::writeAndEvict));

        assertThat(store.count()).isEqualTo(1);
    }
}
