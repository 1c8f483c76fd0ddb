package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.ProductDatabases;
import io.marketbell.journal.Journal;
import io.marketbell.testkit.clock.TestClock;
import io.marketbell.testkit.thread.AtOnce;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class StartTogetherTest {
    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);

    @Test
    void nodesThatStartTogetherOnAnEmptyPostgresShareOneLog() {
        DataSource empty = ProductDatabases.newPostgres();

        List<JdbcJournal> nodes =
                AtOnce.run(Collections.nCopies(2, () -> JdbcJournal.open(empty, clock, JdbcStore::daemon)));

        for (JdbcJournal node : nodes) {
            await().until(node::isAvailable);
            node.append(List.of(orders.fill("alice"))).toCompletableFuture().join();
        }
        assertThat(nodes).extracting(Journal::epoch).containsOnly(nodes.get(0).epoch());
        await().until(() -> nodes.get(1).head() == 2);
        nodes.forEach(JdbcJournal::close);
    }
}
