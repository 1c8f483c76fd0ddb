package io.marketbell.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rounds of many clients that connect, subscribe and disappear while prices are published, with the memory of the
 * server after each round. State that a node keeps of closed connections appears as growth from round to round.
 */
final class ConnectionStorm {
    private static final long SECOND = 1_000_000_000L;
    private static final double MIB = 1 << 20;

    private final Options options;
    private final PrintStream out;
    private final ProcessWatch server;
    private final PublisherThread.Log log = new PublisherThread.Log();

    ConnectionStorm(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.server = new ProcessWatch(options.number("server-pid"));
    }

    RunReport run() throws IOException, InterruptedException {
        Users users = new Users(options.list("users"), options.list("keys"));
        List<Double> resident = new ArrayList<>();
        resident.add(residentMib());
        ExpectedReceivers receivers = new ExpectedReceivers(options.list("types"), options.number("instruments"));
        ClientPopulation population = new ClientPopulation(options, users, receivers);
        List<ConnectionPlan> plans = population.plans();
        long hold = (long) (options.decimal("duration") * SECOND);
        for (int round = 1; round <= options.number("rounds"); round++) {
            long start = EpochClock.nanos();
            List<Thread> publishers = new Publishers(options, log).start(users, receivers, start, start + hold);
            Listeners listeners = Listeners.start(options, plans, new MeasuredWindow(), out);
            listeners.await();
            for (Thread publisher : publishers) {
                publisher.join();
            }
            double held = residentMib();
            listeners.vanish();
            Thread.sleep(500);
            resident.add(residentMib());
            out.printf(
                    "round %d: resident %.0f MiB with %,d connections, %.0f MiB after%n",
                    round, held, plans.size(), resident.get(round));
        }
        return report(resident);
    }

    private double residentMib() {
        ProcessWatch.Reading reading = server.read();
        return reading == null ? Double.NaN : reading.residentBytes() / MIB;
    }

    private RunReport report(List<Double> resident) {
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("server resident MiB before", resident.get(0));
        memory.put(
                "most", resident.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        memory.put("after each round", resident.subList(1, resident.size()).toString());
        return new RunReport(options.text("title").isEmpty() ? "Connections that come and go" : options.text("title"))
                .section("memory", memory)
                .section("published", new LinkedHashMap<>(PublisherThread.Log.sums(log.accepted)))
                .section("troubles", new LinkedHashMap<>(PublisherThread.Log.sums(log.troubles)));
    }
}
