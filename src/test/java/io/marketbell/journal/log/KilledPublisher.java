package io.marketbell.journal.log;

import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.JournalUnavailable;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;

/**
 * A process that appends and prints each confirmed offset until it is killed. With a second argument it pauses now and
 * then, for up to that many milliseconds: H2 then compacts its file.
 */
final class KilledPublisher {
    private KilledPublisher() {}

    public static void main(String[] arguments) {
        try {
            publish(Path.of(arguments[0]), arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0);
            Runtime.getRuntime().halt(1);
        } catch (Throwable e) {
            // otherwise the threads of the journal would keep the process alive, and its reader would wait indefinitely
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void publish(Path directory, int rest) throws InterruptedException {
        Random random = new Random();
        Orders orders = new Orders(InstantSource.system());
        JdbcJournal journal = JdbcJournal.open(H2.in(directory), InstantSource.system(), Thread::new);
        // until it is killed, or the process that reads the offsets has ended
        while (!System.out.checkError()) {
            append(journal, List.of(orders.fill("alice"), orders.fill("alice"), orders.fill("alice")));
            if (rest > 0 && random.nextInt(5) == 0) {
                Thread.sleep(random.nextInt(rest));
            }
        }
    }

    /** Prints the offset of the last entry, unless the journal was unavailable, as on a busy machine. */
    private static void append(JdbcJournal journal, List<Entry> entries) {
        try {
            List<Appended> answers =
                    journal.append(entries).toCompletableFuture().join();
            System.out.println(
                    ((Committed) answers.get(answers.size() - 1)).notification().offset());
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof JournalUnavailable)) {
                throw e;
            }
        }
    }
}
