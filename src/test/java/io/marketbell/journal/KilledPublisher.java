package io.marketbell.journal;

import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A process that appends, and says each offset that was answered, until it is killed. */
final class KilledPublisher {
    private KilledPublisher() {}

    public static void main(String[] arguments) {
        Orders orders = new Orders(InstantSource.system());
        JdbcJournal journal = JdbcJournal.open(H2.in(Path.of(arguments[0])), InstantSource.system(), Thread::new);
        while (true) {
            List<Appended> answers = journal.append(
                            List.of(orders.fill("alice"), orders.fill("alice"), orders.fill("alice")))
                    .toCompletableFuture()
                    .join();
            System.out.println(
                    ((Committed) answers.get(answers.size() - 1)).notification().offset());
        }
    }
}
