package io.marketbell.journal.log;

import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * A process that appends and prints each confirmed offset until it is killed. With a second argument it pauses now and
 * then, for up to that many milliseconds: H2 then compacts its file.
 */
final class KilledPublisher {
    private KilledPublisher() {}

    public static void main(String[] arguments) throws InterruptedException {
        int rest = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        Random random = new Random();
        Orders orders = new Orders(InstantSource.system());
        JdbcJournal journal = JdbcJournal.open(H2.in(Path.of(arguments[0])), InstantSource.system(), Thread::new);
        while (true) {
            List<Appended> answers = journal.append(
                            List.of(orders.fill("alice"), orders.fill("alice"), orders.fill("alice")))
                    .toCompletableFuture()
                    .join();
            System.out.println(
                    ((Committed) answers.get(answers.size() - 1)).notification().offset());
            if (rest > 0 && random.nextInt(5) == 0) {
                Thread.sleep(random.nextInt(rest));
            }
        }
    }
}
