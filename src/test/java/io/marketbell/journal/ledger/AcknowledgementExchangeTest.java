package io.marketbell.journal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.ProductDatabases;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.ledger.AcknowledgementExchange.News;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcknowledgementExchangeTest {
    private static final long ANOTHER = 77;

    private final JournalDatabase database = new JournalDatabase(ProductDatabases.h2(), ReadGuard.NONE, () -> {});
    private final TestClock clock = new TestClock();
    private final AcknowledgementExchange here = new AcknowledgementExchange();
    private final AcknowledgementExchange there = new AcknowledgementExchange();

    @BeforeEach
    void readOnce() {
        read("e1");
    }

    private News read(String epoch) {
        return here.read(database, epoch, clock.instant());
    }

    private void announce(AcknowledgementExchange exchange, Map<String, Long> acknowledged) {
        database.write(sql -> {
            exchange.announce(sql, "e1", acknowledged, clock.instant());
            return null;
        });
    }

    private void insert(long id, String epoch, String user, long offset) {
        database.write(sql -> sql.update(
                "INSERT INTO journal_acknowledgement (id, origin, epoch, saved_at, acknowledgements)"
                        + " VALUES (?, ?, ?, ?, ?)",
                id,
                ANOTHER,
                epoch,
                clock.instant(),
                AcknowledgementBatch.toBytes(Map.of(user, offset))));
    }

    @Test
    void eachNodeReadsWhatOthersAnnouncedButNotItsOwn() {
        announce(here, Map.of("alice", 5L));
        announce(there, Map.of("alice", 7L, "Ødegård 田中", 3L));
        announce(there, Map.of("alice", 6L));

        assertThat(read("e1").acknowledged()).isEqualTo(Map.of("alice", 7L, "Ødegård 田中", 3L));
        assertThat(read("e1").acknowledged()).isEmpty();
    }

    @Test
    void manyUsersAreDividedIntoSeveralRows() {
        Map<String, Long> all = new TreeMap<>();
        IntStream.range(0, 2_500).forEach(i -> all.put("user" + i, (long) i + 1));
        announce(there, all);

        assertThat(database.<Long>read(sql -> sql.number("SELECT COUNT(*) FROM journal_acknowledgement")))
                .isEqualTo(3);
        assertThat(read("e1").acknowledged()).isEqualTo(all);
    }

    @Test
    void rowThatIsCommittedAfterALaterIdIsRead() {
        insert(110, "e1", "alice", 1);
        assertThat(read("e1").acknowledged()).containsOnlyKeys("alice");
        clock.advance(Duration.ofSeconds(10));
        insert(105, "e1", "bob", 1);

        assertThat(read("e1").acknowledged()).containsOnlyKeys("bob");
        Stream.of(1, 10, 20, 30).forEach(seconds -> {
            clock.advance(Duration.ofSeconds(seconds));
            assertThat(read("e1").acknowledged()).isEmpty();
        });
    }

    @Test
    void rowsOfAnotherLogAreIgnoredAndIdsMayStartAgainWithANewLog() {
        insert(110, "e1", "alice", 1);
        insert(111, "e2", "bob", 1);
        assertThat(read("e1").acknowledged()).containsOnlyKeys("alice");
        clock.advance(Duration.ofSeconds(20));
        read("e1");
        clock.advance(Duration.ofSeconds(20));
        read("e1");
        database.write(sql -> sql.update("DELETE FROM journal_acknowledgement"));

        read("e2");
        insert(50, "e2", "carol", 1);

        assertThat(read("e2").acknowledged()).containsOnlyKeys("carol");
    }

    @Test
    void longPauseIsReported() {
        clock.advance(Duration.ofSeconds(100));
        assertThat(read("e1").complete()).isTrue();
        insert(110, "e1", "alice", 1);
        clock.advance(Duration.ofMinutes(3));

        assertThat(read("e1").complete()).isFalse();
        insert(111, "e1", "bob", 1);
        assertThat(read("e1")).isEqualTo(new News(Map.of("bob", 1L), true));
    }
}
