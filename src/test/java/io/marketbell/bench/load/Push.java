package io.marketbell.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The main scenario: many clients listen while publishers publish, and the latency of each notification is measured.
 */
final class Push {
    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE_NANOS = 10 * SECOND;

    private final Options options;
    private final PrintStream out;
    private final URI target;
    private final MeasuredWindow window = new MeasuredWindow();
    private final PublisherThread.Log log = new PublisherThread.Log();
    private final Map<String, Histogram> latencies = new TreeMap<>();
    private Listeners listeners;
    private final ProcessWatch server;
    private final ProcessWatch generator =
            new ProcessWatch(ProcessHandle.current().pid());

    Push(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.target = URI.create(options.text("target"));
        this.server = new ProcessWatch(options.number("server-pid"));
    }

    RunReport run() throws IOException, InterruptedException {
        Map<String, String> machine = Machine.facts();
        int created = options.number("create-users");
        Users users = created == 0
                ? new Users(options.list("users"), options.list("keys"))
                : Users.create(target, options.text("admin-key"), created);
        ExpectedReceivers receivers = new ExpectedReceivers(options.list("types"), options.number("instruments"));
        listeners = Listeners.start(options, new ClientPopulation(options, users, receivers).plans(), window, out);
        List<Loop> loops = listeners.loops();
        double connectSeconds = listeners.await();

        long warmUp = (long) (options.decimal("warm-up") * SECOND);
        long duration = (long) (options.decimal("duration") * SECOND);
        long start = EpochClock.nanos() + SECOND / 5;
        window.open(start + warmUp, start + warmUp + duration);
        List<Thread> publishers = options.text("publisher").equals("none")
                ? List.of()
                : new Publishers(options, log).start(users, receivers, start, start + warmUp + duration);
        watch(start + warmUp, "warm-up");
        ProcessWatch.Reading serverBefore = server.read();
        ProcessWatch.Reading generatorBefore = generator.read();
        watch(start + warmUp + duration, "measured");
        ProcessWatch.Reading serverAfter = server.read();
        ProcessWatch.Reading generatorAfter = generator.read();
        for (Thread publisher : publishers) {
            publisher.join();
        }
        awaitRest();
        listeners.vanish();
        drainLatencies();
        RunReport runReport = new PushReport(options, loops, log, latencies).write(connectSeconds);
        Map<String, Object> cost = new LinkedHashMap<>();
        cost(cost, "server", serverBefore, serverAfter);
        cost(cost, "generator", generatorBefore, generatorAfter);
        return runReport.section("processes while measured", cost).section("machine", machine);
    }

    private static void cost(
            Map<String, Object> cost, String name, ProcessWatch.Reading before, ProcessWatch.Reading after) {
        if (before != null && after != null) {
            cost.put(name + " CPU seconds", after.cpuSeconds() - before.cpuSeconds());
            cost.put(name + " resident MiB", after.residentBytes() >> 20);
        }
    }

    /** Prints the progress each second until that time. */
    private void watch(long until, String phase) {
        ReceiveCounters.Counts before = listeners.counts();
        long last = EpochClock.nanos();
        while (EpochClock.nanos() < until) {
            Pacer.sleepUntil(Math.min(until, last + SECOND));
            long now = EpochClock.nanos();
            ReceiveCounters.Counts after = listeners.counts();
            Map<String, Histogram> interval = new TreeMap<>();
            listeners.loops().forEach(loop -> loop.counters().drainInto(interval));
            interval.forEach((name, histogram) ->
                    latencies.computeIfAbsent(name, key -> new Histogram(3)).add(histogram));
            Histogram worst = interval.values().stream()
                    .max(Comparator.comparingLong(Histogram::getTotalCount))
                    .orElseGet(() -> new Histogram(3));
            double seconds = (now - last) / 1e9;
            out.printf(
                    "%s: %,.0f notifications/s in %,.0f frames/s, p50 %.1f ms, p99 %.1f ms, closed %d%n",
                    phase,
                    (after.notifications - before.notifications) / seconds,
                    (after.frames - before.frames) / seconds,
                    worst.getValueAtPercentile(50) / 1e3,
                    worst.getValueAtPercentile(99) / 1e3,
                    listeners.loops().stream().mapToInt(Loop::closed).sum());
            before = after;
            last = now;
        }
    }

    private void drainLatencies() {
        listeners.loops().forEach(loop -> loop.counters().drainInto(latencies));
    }

    /**
     * Waits until nothing has arrived for a second. Slow and stalled clients read meanwhile, to learn how they ended.
     */
    private void awaitRest() throws InterruptedException {
        listeners.loops().forEach(Loop::drain);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long quietSince = System.nanoTime();
        long bytes = listeners.counts().bytes;
        while (System.nanoTime() < deadline && System.nanoTime() - quietSince < SECOND) {
            Thread.sleep(50);
            long now = listeners.counts().bytes;
            if (now != bytes) {
                bytes = now;
                quietSince = System.nanoTime();
            }
        }
    }
}
