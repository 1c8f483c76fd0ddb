package io.marketbell.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The main scenario: many clients listen while publishers publish, and each arrival is measured. */
final class Push {
    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE_NANOS = 10 * SECOND;

    private final Options options;
    private final PrintStream out;
    private final URI target;
    private final Window window = new Window();
    private final Flow.Log log = new Flow.Log();
    private final Map<String, Histogram> latencies = new TreeMap<>();
    private final List<Loop> loops = new ArrayList<>();
    private final ProcessWatch server;
    private final ProcessWatch generator =
            new ProcessWatch(ProcessHandle.current().pid());

    Push(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.target = URI.create(options.text("target"));
        this.server = new ProcessWatch(options.number("server-pid"));
    }

    Report run() throws IOException, InterruptedException {
        Map<String, String> machine = Machine.facts();
        int created = options.number("create-users");
        Users users = created == 0
                ? new Users(options.list("users"), options.list("keys"))
                : Users.create(target, options.text("admin-key"), created);
        Audience audience = new Audience(options.list("types"), options.number("instruments"));
        List<Thread> threads = startLoops(new Crowd(options, users, audience).plans());
        double connectSeconds = awaitListening();

        long warmUp = (long) (options.decimal("warm-up") * SECOND);
        long duration = (long) (options.decimal("duration") * SECOND);
        long start = EpochClock.nanos() + SECOND / 5;
        window.open(start + warmUp, start + warmUp + duration);
        List<Thread> publishers = options.text("publisher").equals("none")
                ? List.of()
                : publishers(users, audience, start, start + warmUp + duration);
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
        for (Loop loop : loops) {
            loop.end();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        drainLatencies();
        Report report = new PushReport(options, loops, log, latencies).write(connectSeconds);
        Map<String, Object> cost = new LinkedHashMap<>();
        cost(cost, "server", serverBefore, serverAfter);
        cost(cost, "generator", generatorBefore, generatorAfter);
        return report.section("processes while measured", cost).section("machine", machine);
    }

    private static void cost(
            Map<String, Object> cost, String name, ProcessWatch.Reading before, ProcessWatch.Reading after) {
        if (before != null && after != null) {
            cost.put(name + " CPU seconds", after.cpuSeconds() - before.cpuSeconds());
            cost.put(name + " resident MiB", after.residentBytes() >> 20);
        }
    }

    private List<Thread> startLoops(List<Plan> plans) throws IOException {
        int count = options.number("threads");
        int sources = options.number("sources");
        Loop.Wiring wiring = new Loop.Wiring(
                target,
                options.decimal("connect-rate") / count,
                sources > 0 ? sources : 1 + plans.size() / 20_000,
                options.number("laggard-buffer"),
                options.number("slow-bytes"));
        List<Thread> threads = new ArrayList<>();
        for (int share = 0; share < count; share++) {
            int first = share;
            List<Plan> own = IntStream.range(0, plans.size())
                    .filter(i -> i % count == first)
                    .mapToObj(plans::get)
                    .toList();
            Loop loop = new Loop(wiring, own, window, options.number("seed") * 31L + share);
            loops.add(loop);
            Thread thread = new Thread(loop, "read-" + share);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    /** How long it took until the last connection was subscribed, or had failed. */
    private double awaitListening() throws InterruptedException {
        long start = System.nanoTime();
        long told = start;
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
                out.println("waited in vain for " + (planned - now) + " of " + planned + " connections");
                break;
            }
            if (time - told >= SECOND) {
                told = time;
                out.println("connecting: " + now + " of " + planned + " subscribed");
            }
            Thread.sleep(5);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf("connected and subscribed: %,d in %.2f s%n", planned, seconds);
        return seconds;
    }

    private List<Thread> publishers(Users users, Audience audience, long start, long end) {
        int lines = options.number("connections");
        boolean due = options.text("stamp").equals("scheduled");
        Flow.Manner arrays = new Flow.Manner(options.number("array"), options.flag("ndjson"), due);
        List<Flow> flows = new ArrayList<>();
        for (int share = 0; share < lines; share++) {
            if (options.decimal("prices") > 0) {
                double beats = options.decimal("prices") / arrays.array();
                Items prices = Items.prices(options.number("instruments"), audience, options.number("seed") + share);
                flows.add(new Flow(prices, new Pacer(start, beats, share, lines), end, arrays, line(), log));
            }
            if (options.decimal("fills") > 0) {
                double beats = options.decimal("fills") / arrays.array();
                Items fills = Items.fills(users.names(), audience);
                flows.add(new Flow(fills, new Pacer(start, beats, share, lines), end, arrays, line(), log));
            }
        }
        if (options.decimal("notice-every") > 0) {
            double beats = 1_000 / options.decimal("notice-every");
            Flow.Manner single = new Flow.Manner(1, false, due);
            flows.add(new Flow(Items.notices(audience), new Pacer(start, beats, 0, 1), end, single, line(), log));
        }
        List<Thread> threads = new ArrayList<>();
        for (Flow flow : flows) {
            Thread thread = new Thread(flow, "publish-" + threads.size());
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private HttpLine line() {
        return new HttpLine(target, options.text("publisher-key"));
    }

    /** Tells how it goes, each second up to that time. */
    private void watch(long until, String phase) {
        Tally.Counts before = counts();
        long last = EpochClock.nanos();
        while (EpochClock.nanos() < until) {
            Pacer.sleepUntil(Math.min(until, last + SECOND));
            long now = EpochClock.nanos();
            Tally.Counts after = counts();
            Map<String, Histogram> interval = new TreeMap<>();
            loops.forEach(loop -> loop.tally().drainInto(interval));
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
                    loops.stream().mapToInt(Loop::closed).sum());
            before = after;
            last = now;
        }
    }

    private Tally.Counts counts() {
        Tally.Counts sum = new Tally.Counts();
        loops.forEach(loop -> sum.add(loop.tally().published()));
        return sum;
    }

    private void drainLatencies() {
        loops.forEach(loop -> loop.tally().drainInto(latencies));
    }

    /** Waits until nothing has come for a second; lets the laggards read on meanwhile, to see how they were ended. */
    private void awaitRest() throws InterruptedException {
        loops.forEach(Loop::drain);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long quietSince = System.nanoTime();
        long bytes = counts().bytes;
        while (System.nanoTime() < deadline && System.nanoTime() - quietSince < SECOND) {
            Thread.sleep(50);
            long now = counts().bytes;
            if (now != bytes) {
                bytes = now;
                quietSince = System.nanoTime();
            }
        }
    }
}
