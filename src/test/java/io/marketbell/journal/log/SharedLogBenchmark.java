package io.marketbell.journal.log;

import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.Migration;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * Measures how long nodes that share one PostgreSQL hold the head row, which limits their durable notifications: one to
 * three journals in this process, each with publishers of its own, in alternating rounds.
 *
 * <p>{@code SharedLogBenchmark [seconds] [rounds]}. PostgreSQL runs on the same machine with {@code fsync} and {@code
 * synchronous_commit} on. The hold time is the duration of a round divided by the number of commits, so it includes the
 * time until the next node has the row.
 */
public final class SharedLogBenchmark {
    private static final int MOST_NODES = 3;
    private static final int CONNECTIONS = 20;
    private static final int SINGLE_REQUESTS = 32;
    private static final int BATCHED_REQUESTS = 4;
    private static final String BODY = "{\"order_id\":\"ord-7781\",\"price\":\"585.33\",\"quantity\":\"18\","
            + "\"leaves_quantity\":\"0\",\"submitted_at\":\"2026-11-22T10:15:30.123Z\"}";

    private final DataSource source;
    private final Duration time;
    private final AtomicLong ids = new AtomicLong();

    private SharedLogBenchmark(DataSource source, Duration time) {
        this.source = source;
        this.time = time;
    }

    /** A round's result. */
    private record Round(double rowsPerSecond, double commitsPerSecond) {}

    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (EmbeddedPostgres postgres = durable()) {
            PGConnectionPoolDataSource server = new PGConnectionPoolDataSource();
            server.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
            JdbcConnectionPool pool = JdbcConnectionPool.create(server);
            pool.setMaxConnections(MOST_NODES * CONNECTIONS);
            Migration.migrate(pool);
            System.out.printf(
                    "load: %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            System.out.println("| entries a call | nodes | rows/s | commits/s | rows a commit | hold time ms |");
            System.out.println("|---:|---:|---:|---:|---:|---:|");
            for (int size : new int[] {1, 10, 100}) {
                new SharedLogBenchmark(pool, time).measure(size, rounds);
            }
            pool.dispose();
        }
    }

    private static EmbeddedPostgres durable() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    private void measure(int size, int rounds) throws Exception {
        Round[][] results = new Round[MOST_NODES][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int nodes = 1; nodes <= MOST_NODES; nodes++) {
                Round result = round(size, nodes);
                if (round >= 0) {
                    results[nodes - 1][round] = result;
                }
            }
        }
        for (int nodes = 1; nodes <= MOST_NODES; nodes++) {
            double rows = median(results[nodes - 1], true);
            double commits = median(results[nodes - 1], false);
            System.out.printf(
                    "| %d | %d | %,.0f | %,.0f | %.1f | %.2f |%n",
                    size, nodes, rows, commits, rows / commits, 1_000 / commits);
        }
    }

    private static double median(Round[] rounds, boolean rows) {
        double[] sorted = Arrays.stream(rounds)
                .mapToDouble(round -> rows ? round.rowsPerSecond() : round.commitsPerSecond())
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private Round round(int size, int nodes) throws Exception {
        List<JdbcJournal> journals = new ArrayList<>();
        try {
            for (int i = 0; i < nodes; i++) {
                journals.add(JdbcJournal.open(source, InstantSource.system(), JdbcStore::daemon));
            }
            long head = journals.get(0).head();
            long commits = headUpdates();
            long began = System.nanoTime();
            List<Thread> publishers = journals.stream()
                    .map(journal -> new Thread(() -> publish(journal, size, began)))
                    .toList();
            publishers.forEach(Thread::start);
            for (Thread publisher : publishers) {
                publisher.join();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            long rows = journals.get(0).headReadAfter(journals.get(0).headReads()) - head;
            return new Round(rows / seconds, (headUpdates() - commits) / seconds);
        } finally {
            journals.forEach(JdbcJournal::close);
        }
    }

    private void publish(JdbcJournal journal, int size, long began) {
        Queue<CompletableFuture<?>> underWay = new ArrayDeque<>();
        while (System.nanoTime() - began < time.toNanos()) {
            if (underWay.size() == (size == 1 ? SINGLE_REQUESTS : BATCHED_REQUESTS)) {
                underWay.remove().join();
            }
            underWay.add(journal.append(call(size)).toCompletableFuture());
        }
        underWay.forEach(CompletableFuture::join);
    }

    private List<Entry> call(int size) {
        List<Entry> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Instant now = Instant.now();
            long id = ids.incrementAndGet();
            NotificationType type = NotificationType.ORDER_FILLED;
            entries.add(new Entry(
                    new Notification(
                            "01JD" + (1_000_000_000_000_000_000L + id) + "XYZ",
                            type,
                            type.defaultPriority(),
                            now,
                            "AAPL",
                            "alpaca",
                            List.of("user" + id % 10_000),
                            0,
                            now.plus(type.defaultTimeToLive()),
                            null,
                            BODY,
                            "publisher",
                            now,
                            null,
                            null),
                    new byte[32]));
        }
        return entries;
    }

    /** Each commit updates the head row once. The statistics are complete as soon as a backend has reported them. */
    private long headUpdates() throws SQLException, InterruptedException {
        Thread.sleep(1_100);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'journal_head'")) {
            found.next();
            return found.getLong(1);
        }
    }
}
