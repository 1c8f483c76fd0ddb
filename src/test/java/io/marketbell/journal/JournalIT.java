package io.marketbell.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.UlidCreator;
import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Appended.Duplicate;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import jakarta.annotation.Resource;
import java.io.File;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The journal in the container, on the server's own data source. */
@ExtendWith(ArquillianExtension.class)
class JournalIT {

    @Resource(lookup = "jdbc/marketbell")
    private DataSource database;

    @Deployment
    static WebArchive archive() {
        return ShrinkWrap.create(WebArchive.class, "journal-it.war")
                .addPackages(
                        false,
                        path -> !path.get().matches(".*(Test|IT|Benchmark)(\\$.*)?\\.class")
                                && new File("target/classes" + path.get().replaceFirst("^/WEB-INF/classes", ""))
                                        .exists(),
                        Journal.class.getPackage(),
                        Notification.class.getPackage())
                .addClass(JournalIT.class)
                .addAsResource("db/migration/V1__journal.sql")
                .addAsResource(EmptyAsset.INSTANCE, "db/migration/flyway.location")
                .addAsResource(EmptyAsset.INSTANCE, "db/callback/flyway.location")
                .addAsLibraries(new File("target/marketbell/WEB-INF/lib").listFiles())
                .addAsLibraries(jar(Assertions.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    private static File jar(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsCommittedIsThereAfterAReopeningAndAKeyHoldsAcrossIt() throws Exception {
        String user = "alice-" + UlidCreator.getMonotonicUlid();
        String key = "key-" + user;
        long offset;
        String epoch;
        try (JdbcJournal journal = open()) {
            List<Notification> heard = new ArrayList<>();
            journal.onCommitted(heard::addAll);
            Appended appended = append(journal, acceptance(user, key));
            offset = ((Committed) appended).notification().offset();
            epoch = journal.epoch();
            assertThat(heard).extracting(Notification::offset).contains(offset);
            journal.ledger().written(user, new long[] {offset});
            assertThat(journal.ledger().acknowledge(user, offset)).isInstanceOf(Ledger.Acknowledgement.Accepted.class);
        }

        try (JdbcJournal journal = open()) {
            journal.onCommitted(committed -> {});
            assertThat(journal.epoch()).isEqualTo(epoch);
            assertThat(journal.head()).isGreaterThanOrEqualTo(offset);
            assertThat(journal.history(user, 0, journal.head(), Set.of(), 10))
                    .extracting(Notification::offset)
                    .containsExactly(offset);
            assertThat(journal.ledger().standing(user).acknowledged()).isEqualTo(offset);
            assertThat(append(journal, acceptance(user, key))).isInstanceOf(Duplicate.class);
        }
    }

    @Test
    void concurrentCallersGetOffsetsWithoutAHoleInTheOrderTheyBecomeVisible() throws Exception {
        try (JdbcJournal journal = open()) {
            List<Long> heard = new ArrayList<>();
            journal.onCommitted(committed -> committed.forEach(each -> heard.add(each.offset())));
            List<CompletableFuture<List<Appended>>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(journal.append(List.of(new Journal.Entry(acceptance("bob", null), new byte[] {1})))
                        .toCompletableFuture());
            }
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

            assertThat(heard).hasSize(200);
            for (int i = 1; i < heard.size(); i++) {
                assertThat(heard.get(i)).isEqualTo(heard.get(i - 1) + 1);
            }
        }
    }

    private JdbcJournal open() {
        return JdbcJournal.open(database, InstantSource.system(), action -> {
            Thread thread = new Thread(action, "journal-it");
            thread.setContextClassLoader(JournalIT.class.getClassLoader());
            return thread;
        });
    }

    private static Appended append(Journal journal, Notification notification) throws Exception {
        return journal.append(List.of(new Journal.Entry(notification, new byte[] {1})))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .get(0);
    }

    private static Notification acceptance(String user, String key) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        NotificationType type = NotificationType.ORDER_ACCEPTED;
        return new Notification(
                UlidCreator.getMonotonicUlid().toString(),
                type,
                type.defaultPriority(),
                now,
                "AAPL",
                null,
                List.of(user),
                0,
                now.plus(type.defaultTimeToLive()),
                key,
                null,
                "publisher",
                now,
                null,
                null);
    }
}
