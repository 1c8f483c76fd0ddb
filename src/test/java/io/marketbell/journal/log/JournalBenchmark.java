package io.marketbell.journal.log;

import com.sun.management.OperatingSystemMXBean;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * Measures how many durable notifications per second the journal accepts, by the size of the publishers' calls.
 *
 * <p>{@code JournalBenchmark [keys] [seconds] [H2 options]}: four publishers, each with one call in progress; 10,000
 * recipients, one per notification; H2 in a file with WRITE_DELAY=0. Also reports the processor time per row, which is
 * independent of other load on the machine.
 */
final class JournalBenchmark {
    private static final int PUBLISHERS = 4;
    private static final int USERS = 10_000;
    private static final String BODY = "{\"order_id\":\"ord-7781\",\"price\":\"585.33\",\"quantity\":\"18\","
            + "\"leaves_quantity\":\"0\",\"submitted_at\":\"2026-11-22T10:15:30.123Z\"}";

    private final boolean keys;
    private final Duration time;
    private final String options;
    private final Random random = new Random(1);
    private long ids;

    private JournalBenchmark(boolean keys, Duration time, String options) {
        this.keys = keys;
        this.time = time;
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        boolean keys = given.contains("keys");
        Duration time = Duration.ofSeconds(given.stream()
                .filter(argument -> argument.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(10));
        String options = given.stream()
                .filter(argument -> argument.startsWith(";"))
                .findFirst()
                .orElse("");
        System.out.printf(
                "keys: %s, options: %s, load: %.1f%n",
                keys, options, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println("| entries a call | rows/s | CPU µs/row | bytes/row on disk |");
        System.out.println("|---:|---:|---:|---:|");
        for (int size : new int[] {1, 10, 100, 500}) {
            new JournalBenchmark(keys, time, options).measure(size);
        }
    }

    private void measure(int size) throws Exception {
        Path directory = Files.createTempDirectory("journal-benchmark");
        String url = "jdbc:h2:file:" + directory.resolve("marketbell")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1" + options;
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
        try (JdbcJournal journal = JdbcJournal.open(pool, InstantSource.system(), Thread::new)) {
            run(journal, size, Duration.ofSeconds(3));
            long head = journal.head();
            long began = System.nanoTime();
            long processor = processorTime();
            run(journal, size, time);
            double seconds = (System.nanoTime() - began) / 1e9;
            long rows = journal.head() - head;
            System.out.printf(
                    "| %d | %,.0f | %.1f | %d |%n",
                    size,
                    rows / seconds,
                    (processorTime() - processor) / 1e3 / rows,
                    Files.size(directory.resolve("marketbell.mv.db")) / journal.head());
        } finally {
            pool.getConnection().createStatement().execute("SHUTDOWN IMMEDIATELY");
            pool.dispose();
            delete(directory);
        }
    }

    private void run(Journal journal, int size, Duration time) {
        Queue<CompletableFuture<?>> underWay = new ArrayDeque<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            if (underWay.size() == (size == 1 ? 32 : PUBLISHERS)) {
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
            long id = ++ids;
            entries.add(new Entry(
                    new Notification(
                            "01JD" + (1_000_000_000_000_000_000L + id) + "XYZ",
                            NotificationType.ORDER_FILLED,
                            NotificationType.ORDER_FILLED.defaultPriority(),
                            now,
                            "AAPL",
                            "alpaca",
                            List.of("user" + random.nextInt(USERS)),
                            0,
                            now.plus(NotificationType.ORDER_FILLED.defaultTimeToLive()),
                            keys ? "ord-" + id + "#fill" : null,
                            BODY,
                            "publisher",
                            now,
                            null,
                            null),
                    new byte[32]));
        }
        return entries;
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
