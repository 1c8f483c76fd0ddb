package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.embedded.FullDisk;
import io.marketbell.database.embedded.WaitingDriver;
import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.notification.Notification;
import io.marketbell.testkit.clock.TestClock;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journal on the embedded database while its disk is full, and after space is available again. */
@Timeout(120)
class FullDiskTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Long> heard = new CopyOnWriteArrayList<>();
    private JdbcJournal journal;

    @BeforeEach
    void open() {
        FullDisk.full(false);
        String url = FullDisk.url(directory.resolve("marketbell") + H2.OPTIONS + ";DB_CLOSE_DELAY=-1");
        WaitingDriver driver = new WaitingDriver();
        DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> driver.connect(url, new Properties()));
        journal = JdbcStore.open(source, clock, ShippedLimits.answeringWithin(Duration.ofMillis(200)));
        journal.onCommitted(committed -> committed.forEach(each -> heard.add(each.offset())));
    }

    @AfterEach
    void close() {
        FullDisk.full(false);
        journal.close();
    }

    private CompletableFuture<List<Appended>> publish() {
        return journal.append(List.of(orders.fill("alice"))).toCompletableFuture();
    }

    /** @return whether it was accepted */
    private boolean append() {
        CompletableFuture<List<Appended>> answer = publish();
        await().atMost(SOON).until(answer::isDone);
        if (answer.isCompletedExceptionally()) {
            return false;
        }
        acknowledged.add(((Committed) answer.join().get(0)).notification().offset());
        return true;
    }

    private List<Long> history() {
        return journal.history("alice", 0, Long.MAX_VALUE, JournalFixture.ALL, 1_000).stream()
                .map(Notification::offset)
                .toList();
    }

    @Test
    void fullDiskRejectsSoonAndTheJournalRecoversWithAllConfirmedData() {
        for (int round = 0; round < 3; round++) {
            await().atMost(SOON).until(this::append);
            FullDisk.full(true);
            await().atMost(SOON).until(() -> !append());
            assertThat(publish())
                    .as("refused at once while a commit is known to wait")
                    .isCompletedExceptionally();
            assertThat(journal.isAvailable()).isFalse();
            assertThat(journal.isAlive()).as("a restart would not help").isTrue();

            FullDisk.full(false);
            await().atMost(SOON).until(journal::isAvailable);
        }
        await().atMost(SOON).until(this::append);

        assertThat(history()).containsAll(acknowledged).isEqualTo(heard);
    }

    @Test
    void nothingIsAppendedIfTheDatabaseHasNoSpace() {
        append();
        journal.appendWhile(() -> false);
        assertThat(publish()).isCompletedExceptionally();

        journal.appendWhile(() -> true);
        assertThat(append()).isTrue();
    }
}
