package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.ProductArchive;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Appended.Duplicate;
import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import jakarta.inject.Inject;
import java.io.File;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The journal in the container: migrated by Flyway from the archive, on a pooled data source with H2 in a file. */
@ExtendWith(ArquillianExtension.class)
class JournalIT {
    @Deployment
    static WebArchive archive() throws Exception {
        WebArchive archive = ShrinkWrap.create(WebArchive.class, "journal-it.war")
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.journal",
                        "io.marketbell.journal.expiry",
                        "io.marketbell.journal.ledger",
                        "io.marketbell.journal.log",
                        "io.marketbell.journal.store",
                        "io.marketbell.json",
                        "io.marketbell.notification")
                .addClasses(JournalIT.class, JournalInContainer.class, Orders.class)
                .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"))
                .addAsLibraries(jarOf(Assertions.class), jarOf(Awaitility.class), jarOf(org.hamcrest.Matcher.class));
        return ProductArchive.with(archive);
    }

    private static File jarOf(Class<?> type) throws Exception {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Inject
    JournalInContainer container;

    private final Orders orders = new Orders(InstantSource.system());
    private final String alice = "alice-" + UUID.randomUUID();

    private Journal journal() {
        return container.journal();
    }

    private long append(Journal.Entry... entries) {
        return journal().append(List.of(entries)).toCompletableFuture().join().stream()
                .mapToLong(appended -> ((Committed) appended).notification().offset())
                .max()
                .orElseThrow();
    }

    private List<Long> history() {
        return journal().history(alice, 0, Long.MAX_VALUE, Set.of(), 1_000).stream()
                .map(Notification::offset)
                .toList();
    }

    @Test
    void concurrentPublishersShareTheLogInOrder() {
        List<Long> heard = new ArrayList<>();
        journal().onCommitted(committed -> committed.forEach(notification -> heard.add(notification.offset())));
        long before = journal().head();

        List<CompletableFuture<?>> answers = IntStream.range(0, 100)
                .parallel()
                .<CompletableFuture<?>>mapToObj(i -> journal()
                        .append(List.of(orders.accepted(alice), orders.fill(alice, "bob")))
                        .toCompletableFuture())
                .toList();
        answers.forEach(CompletableFuture::join);

        assertThat(journal().head()).isEqualTo(before + 200);
        assertThat(heard).isSorted().hasSize(200).doesNotHaveDuplicates();
        assertThat(history()).isEqualTo(heard);
    }

    @Test
    void keysAndProgressSurviveReopening() {
        String key = UUID.randomUUID().toString();
        long offset = append(orders.keyed(key, "{}", alice));
        container.ledger().written(alice, new long[] {offset});
        container.ledger().acknowledge(alice, offset);

        container.reopen();

        assertThat(journal()
                        .append(List.of(orders.keyed(key, "{}", alice)))
                        .toCompletableFuture()
                        .join())
                .hasOnlyElementsOfType(Duplicate.class);
        assertThat(container.ledger().standing(alice)).isEqualTo(new Ledger.Standing(offset, offset));
        assertThat(container.ledger().states(offset, List.of(alice))).containsEntry(alice, Ledger.State.ACKED);
        assertThat(container.ledger().mayHaveReached(alice, 0)).accepts(offset);
    }

    @Test
    void unsentExpiredNotificationIsReported() {
        append(orders.living(Duration.ofMinutes(1), alice));
        List<Undelivered> undelivered = new ArrayList<>();

        journal().expire(Instant.now().plus(Duration.ofMinutes(2)), 10_000, undelivered::addAll);

        assertThat(undelivered).extracting(Undelivered::recipient).contains(alice);
        assertThat(history()).isEmpty();
    }

    @Test
    void recoversAfterADatabaseShutdown() {
        long before = append(orders.fill(alice));
        // on another thread: the server would keep the connection for this thread until the request ends
        CompletableFuture.runAsync(this::shutDownTheDatabase).join();

        assertThat(journal().append(List.of(orders.fill(alice))))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(JournalUnavailable.class);

        await().atMost(20, SECONDS).until(journal()::isAvailable);

        long after = append(orders.fill(alice));
        assertThat(history()).containsExactly(before, after);
    }

    private void shutDownTheDatabase() {
        try (Connection connection = container.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            // the pool detects the broken connection when it is returned
        }
    }
}
