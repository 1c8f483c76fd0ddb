package io.marketbell.bench.load;

import io.marketbell.bench.load.Contender.Request;
import io.marketbell.bench.load.Rounds.Round;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Rounds of requests on several connections at once, for the configured time, and their errors. */
final class RequestRounds {
    private static final long SECOND = 1_000_000_000L;

    private final Options options;
    private final PrintStream out;
    private final Map<String, LongAdder> troubles = new ConcurrentHashMap<>();

    RequestRounds(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** In microseconds, up to ten minutes. */
    static Histogram histogram() {
        return new Histogram(600_000_000L, 3);
    }

    Round fire(Contender contender, int number) throws InterruptedException {
        Request request = contender.requests().apply(number);
        long from = EpochClock.nanos() + (long) (options.decimal("warm-up") * SECOND);
        long to = from + (long) (options.decimal("duration") * SECOND);
        Histogram all = histogram();
        List<Thread> threads = new ArrayList<>();
        double cpuBefore = contender.cpuSeconds();
        for (int i = 0; i < options.number("connections"); i++) {
            int connection = i;
            Thread thread = new Thread(
                    () -> {
                        Histogram own = drive(contender, request, connection, from, to);
                        synchronized (all) {
                            all.add(own);
                        }
                    },
                    contender.name() + '-' + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = options.decimal("warm-up") + options.decimal("duration");
        double perSecond = all.getTotalCount() / options.decimal("duration");
        out.printf(
                "%s: %,.0f requests/s, p50 %.2f ms, p99 %.2f ms%n",
                contender.name(), perSecond, all.getValueAtPercentile(50) / 1e3, all.getValueAtPercentile(99) / 1e3);
        // includes the time before the measurement, which has nearly the same rate
        return new Round(perSecond, (contender.cpuSeconds() - cpuBefore) * 1e6 / (perSecond * seconds), all);
    }

    private Histogram drive(Contender contender, Request request, int connection, long from, long to) {
        Histogram micros = histogram();
        try (HttpLine line = new HttpLine(contender.base(), options.text("publisher-key"))) {
            long before = EpochClock.nanos();
            for (long number = 0; before < to; number++) {
                HttpLine.Answer answer = request.send(line, connection, number);
                long after = EpochClock.nanos();
                if (answer.status() / 100 != 2) {
                    trouble("answered " + answer.status());
                } else if (after >= from && after < to) {
                    micros.recordValue((after - before) / 1_000);
                }
                before = after;
            }
        } catch (IOException e) {
            trouble("a connection ended: " + e.getMessage());
        }
        return micros;
    }

    private void trouble(String name) {
        troubles.computeIfAbsent(name, key -> new LongAdder()).increment();
    }

    /** The errors of all rounds so far, for the report. */
    Map<String, ?> errors() {
        return troubles.isEmpty() ? Map.of("errors", 0) : PublisherThread.Log.sums(troubles);
    }
}
