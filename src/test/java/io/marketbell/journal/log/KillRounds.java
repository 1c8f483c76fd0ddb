package io.marketbell.journal.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a publisher repeatedly and checks that every confirmed offset is stored. For a new version or different
 * settings of H2, which may lose data in only one round of many.
 * {@code mvn -Pbench -Dbench=io.marketbell.journal.log.KillRounds -Dbench.args="100"}; exits with a status other than 0
 * if anything was lost.
 */
public final class KillRounds {
    private static final int ROUNDS_OF_A_FILE = 6;
    private static final int LONGEST_REST_MILLIS = 300;
    private static final int SHORTEST_LIFE_MILLIS = 3_000;
    private static final int LONGEST_LIFE_MILLIS = 12_000;

    private KillRounds() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        Random random = new Random();
        Path directory = null;
        int lost = 0;
        for (int round = 0; round < rounds; round++) {
            if (directory == null || round % ROUNDS_OF_A_FILE == 0) {
                directory = Files.createTempDirectory("kill-rounds");
            }
            long answered = killedAfter(directory, random.nextInt(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS));
            String found = found(directory, answered);
            System.out.printf("%d: answered up to %d, %s%n", round, answered, found);
            if (!found.equals(KEPT)) {
                lost++;
                System.out.println("   in " + directory);
                directory = null;
            }
        }
        System.out.printf("lost in %d of %d rounds%n", lost, rounds);
        System.exit(lost == 0 ? 0 : 1);
    }

    private static final String KEPT = "kept";

    private static String found(Path directory, long answered) {
        try (JdbcJournal journal = JdbcJournal.open(H2.in(directory), InstantSource.system(), Thread::new)) {
            return journal.head() >= answered ? KEPT : "LOST: the head is " + journal.head();
        } catch (RuntimeException e) {
            return "LOST: " + e;
        }
    }

    private static long killedAfter(Path directory, int millis) throws IOException, InterruptedException {
        Process publisher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledPublisher.class.getName(),
                        directory.toString(),
                        Integer.toString(LONGEST_REST_MILLIS))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (publisher.waitFor(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the publisher ended unexpectedly, " + publisher.exitValue());
        }
        publisher.destroyForcibly();
        try (BufferedReader offsets = publisher.inputReader()) {
            // the last line may be truncated: it is then incomplete, and its number is smaller
            return offsets.lines()
                    .filter(line -> !line.isEmpty())
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
        }
    }
}
