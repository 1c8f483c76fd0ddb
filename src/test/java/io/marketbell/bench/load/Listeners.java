package io.marketbell.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The listening connections, on the configured number of threads. */
final class Listeners {
    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE_NANOS = 10 * SECOND;

    private final PrintStream out;
    private final List<Loop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Listeners(PrintStream out) {
        this.out = out;
    }

    /** Starts to connect; {@link #await()} returns when all are subscribed. */
    static Listeners start(Options options, List<ConnectionPlan> plans, MeasuredWindow window, PrintStream out)
            throws IOException {
        Listeners listeners = new Listeners(out);
        int count = options.number("threads");
        int sources = options.number("sources");
        Loop.Wiring wiring = new Loop.Wiring(
                URI.create(options.text("target")),
                options.decimal("connect-rate") / count,
                sources > 0 ? sources : 1 + plans.size() / 20_000,
                options.number("laggard-buffer"),
                options.number("slow-bytes"));
        for (int share = 0; share < count; share++) {
            int first = share;
            List<ConnectionPlan> own = IntStream.range(0, plans.size())
                    .filter(i -> i % count == first)
                    .mapToObj(plans::get)
                    .toList();
            Loop loop = new Loop(wiring, own, window, options.number("seed") * 31L + share);
            listeners.loops.add(loop);
            Thread thread = new Thread(loop, "read-" + share);
            thread.start();
            listeners.threads.add(thread);
        }
        return listeners;
    }

    List<Loop> loops() {
        return loops;
    }

    /** Seconds until the last connection had subscribed or failed. */
    double await() throws InterruptedException {
        long start = System.nanoTime();
        long reportedAt = start;
        int planned = loops.stream().mapToInt(Loop::planned).sum();
        int before = -1;
        long changed = start;
        while (true) {
            int now = loops.stream().mapToInt(Loop::listening).sum();
            long time = System.nanoTime();
            if (now >= planned) {
                break;
            }
            if (now != before) {
                before = now;
                changed = time;
            } else if (time - changed > PATIENCE_NANOS) {
                out.println("timed out waiting for " + (planned - now) + " of " + planned + " connections");
                break;
            }
            if (time - reportedAt >= SECOND) {
                reportedAt = time;
                out.println("connecting: " + now + " of " + planned + " subscribed");
            }
            Thread.sleep(5);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf("connected and subscribed: %,d in %.2f s%n", planned, seconds);
        return seconds;
    }

    /** Closes all connections at once without close frames, and waits for the threads. */
    void vanish() throws InterruptedException {
        loops.forEach(Loop::end);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    ReceiveCounters.Counts counts() {
        ReceiveCounters.Counts sum = new ReceiveCounters.Counts();
        loops.forEach(loop -> sum.add(loop.counters().published()));
        return sum;
    }
}
