package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.Notification;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that uses H2, whose own settings lose committed data when its process dies. */
class KillTest {
    @TempDir
    Path directory;

    @RepeatedTest(3)
    void confirmedNotificationsSurviveAKilledProcess() throws Exception {
        Process publisher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledPublisher.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long answered = 0;
        try (BufferedReader offsets = publisher.inputReader()) {
            while (answered < 600) {
                answered = Long.parseLong(offsets.readLine());
            }
            publisher.toHandle().destroyForcibly();
            for (String line = offsets.readLine(); line != null && !line.isEmpty(); line = offsets.readLine()) {
                // the last line may be truncated: it is then incomplete, and its number is smaller
                answered = Math.max(answered, Long.parseLong(line));
            }
            publisher.waitFor();
        }

        try (JdbcJournal journal = JdbcJournal.open(H2.in(directory), InstantSource.system(), Thread::new)) {
            List<Long> kept = journal.history("alice", 0, Long.MAX_VALUE, Set.of(), Integer.MAX_VALUE).stream()
                    .map(Notification::offset)
                    .toList();
            assertThat(journal.head()).isGreaterThanOrEqualTo(answered);
            assertThat(kept)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, journal.head()).boxed().toList());
            assertThat(journal.ledger().mayHaveReached("alice", 0)).accepts(answered);
        }
    }
}
