package io.marketbell.architecture;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.job.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every periodic task and the jobs whose locks it takes. A new periodic task must be added here: if it changes rows that
 * the same task of another node changes, it needs a job.
 */
class PeriodicTasksTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Pattern TASK = Pattern.compile("new PeriodicTask\\(\\s*\"([^\"]+)\"");

    private static final Map<String, Set<Job>> JOBS = Map.ofEntries(
            entry("expiry", Set.of(Job.EXPIRY)),
            entry("dead letters", Set.of(Job.DEAD_LETTER_EVICTION)),
            // one condition per key: a use that another node has just stored is not stored again
            entry("uses of API keys", Set.of()),
            // each callback is leased to one node
            entry("callbacks", Set.of(Job.CALLBACK_CLEANUP)),
            entry("reports over PostgreSQL", Set.of(Job.NODE_LEAVING)),
            entry("poll of API keys", Set.of(Job.FIRST_ADMIN_KEY)));

    /** Tasks that every node runs: they write nothing to the database, or only what belongs to their node. */
    private static final Set<String> PER_NODE = Set.of(
            // each node appends to its own chain, under a lock
            "audit log",
            "audit anchors",
            // idempotent deletions
            "erasures",
            "closing sockets",
            "poll of rate limits",
            "node heartbeat",
            "node reports",
            "pause detection",
            "cluster clock",
            "connection to Redis",
            "presence",
            "probe of shared idempotency keys",
            "reports over Redis",
            "probe of shared rate limits",
            "commit monitor",
            "embedded database monitor",
            "ledger writer",
            "monitoring streams",
            "reports of the cluster",
            "metrics",
            "health");

    /** Holds a lease while it runs. */
    private static final Set<String> LEASED = Set.of("demo market");

    @Test
    void everyPeriodicTaskIsListed() throws IOException {
        Set<String> listed = new HashSet<>(JOBS.keySet());
        listed.addAll(PER_NODE);
        listed.addAll(LEASED);

        assertThat(found(TASK)).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void everyJobIsUsedByAPeriodicTaskAndItsLockIsTaken() throws IOException {
        Set<Job> used = JOBS.values().stream().flatMap(Collection::stream).collect(toSet());
        Set<String> taken = found(Pattern.compile("\\bJob\\.([A-Z_]+)\\b"));

        assertThat(used).containsExactlyInAnyOrder(Job.values());
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Job.values()).map(Job::name).toList());
    }

    private static Set<String> found(Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> matches(pattern, file).stream())
                    .collect(toSet());
        }
    }

    private static List<String> matches(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
