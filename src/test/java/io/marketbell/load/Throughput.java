package io.marketbell.load;

import io.marketbell.client.RestClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** Requests one after another on each of several connections, as fast as the answers come. */
final class Throughput {
    private static final long SECOND = 1_000_000_000L;

    /** One request of a connection's. */
    @FunctionalInterface
    interface Request {
        HttpLine.Answer send(HttpLine line, int connection, long number) throws IOException;
    }

    /** @param cpuMicros of the server's for each request; not a number where its process is not known */
    private record Round(double requestsPerSecond, double cpuMicros, Histogram micros) {}

    private final Options options;
    private final PrintStream out;
    private final Server target;
    private final Map<String, LongAdder> troubles = new ConcurrentHashMap<>();

    Throughput(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.target = server("target", "server-pid");
    }

    /** Who is asked, and its process. */
    private record Server(URI base, ProcessWatch process) {
        double cpuSeconds() {
            ProcessWatch.Reading reading = process.read();
            return reading == null ? Double.NaN : reading.cpuSeconds();
        }
    }

    private Server server(String base, String pid) {
        return new Server(URI.create(options.text(base)), new ProcessWatch(options.number(pid)));
    }

    /** GETs of a path that does nothing: what a request costs whatever it asks for. */
    Report empty() throws InterruptedException {
        return compared("Empty requests: GET " + options.text("path"), "empty", 1, round -> this::get);
    }

    /** Durable publications, one recipient each; in alternation with empty requests where they are to be compared. */
    Report durable() throws InterruptedException {
        String title = "Durable publishing over REST";
        int array = options.number("array");
        if (options.text("against").isEmpty()) {
            return compared(title, "durable", array, this::publishing);
        }
        Map<String, String> machine = Machine.facts();
        List<Round> published = new ArrayList<>();
        List<Round> empty = new ArrayList<>();
        for (int i = 0; i < options.number("rounds"); i++) {
            empty.add(round("empty", target, this::get));
            published.add(round("durable", target, publishing(i)));
        }
        Report report = finish(new Report(title(title)), "durable", published, array);
        return finish(report, "empty", empty, 1)
                .section("ratio", Map.of("durable requests to empty ones", median(published) / median(empty)))
                .section("machine", machine);
    }

    /** Asks the target, and the rival for the same in alternation, if there is one. */
    private Report compared(String title, String name, int items, IntFunction<Request> requests)
            throws InterruptedException {
        Map<String, String> machine = Machine.facts();
        List<Round> rounds = new ArrayList<>();
        List<Round> rivals = new ArrayList<>();
        boolean compared = !options.text("rival").isEmpty();
        for (int i = 0; i < options.number("rounds"); i++) {
            rounds.add(round(name, target, requests.apply(i)));
            if (compared) {
                rivals.add(round("rival", server("rival", "rival-pid"), requests.apply(i)));
            }
        }
        Report report = finish(new Report(title(title)), name, rounds, items);
        if (compared) {
            finish(report, "rival", rivals, items).section("ratio", ratios(rounds, rivals));
        }
        return report.section("machine", machine);
    }

    private static Map<String, Object> ratios(List<Round> rounds, List<Round> rivals) {
        Map<String, Object> ratios = new LinkedHashMap<>();
        ratios.put("median requests a second to the rival's", median(rounds) / median(rivals));
        if (!Double.isNaN(cpu(rounds) / cpu(rivals))) {
            ratios.put("median processor time of a request to the rival's", cpu(rounds) / cpu(rivals));
        }
        return ratios;
    }

    private Request publishing(int round) {
        return (line, connection, number) -> publish(line, round, connection, number);
    }

    private String title(String fallback) {
        return options.text("title").isEmpty() ? fallback : options.text("title");
    }

    private HttpLine.Answer get(HttpLine line, int connection, long number) throws IOException {
        return line.get(options.text(options.text("against").isEmpty() ? "path" : "against"));
    }

    private HttpLine.Answer publish(HttpLine line, int round, int connection, long number) throws IOException {
        List<String> users = options.list("users");
        int array = options.number("array");
        StringBuilder json = new StringBuilder(200 * array).append(array == 1 ? "" : "[");
        for (int i = 0; i < array; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"ORDER_ACCEPTED\",\"recipients\":[\"")
                    .append(users.get((int) ((connection + number + i) % users.size())));
            if (options.flag("idempotency")) {
                // of this run, too: a second one must not meet the keys of the first
                json.append("\"],\"key\":\"")
                        .append(ProcessHandle.current().pid())
                        .append('-')
                        .append(round)
                        .append('-')
                        .append(connection)
                        .append('-')
                        .append(number)
                        .append('-')
                        .append(i)
                        .append("\",\"body\":{\"order_id\":\"ord-");
            } else {
                json.append("\"],\"body\":{\"order_id\":\"ord-");
            }
            json.append(number * array + i)
                    .append("\",\"price\":\"585.33\",\"quantity\":\"18\",\"t\":")
                    .append(EpochClock.nanos())
                    .append("}}");
        }
        byte[] body = json.append(array == 1 ? "" : "]").toString().getBytes(StandardCharsets.US_ASCII);
        return line.post(RestClient.NOTIFICATIONS, RestClient.JSON, body);
    }

    private Round round(String name, Server server, Request request) throws InterruptedException {
        long from = EpochClock.nanos() + (long) (options.decimal("warm-up") * SECOND);
        long to = from + (long) (options.decimal("duration") * SECOND);
        Histogram all = new Histogram(600_000_000L, 3);
        List<Thread> threads = new ArrayList<>();
        double cpuBefore = server.cpuSeconds();
        for (int i = 0; i < options.number("connections"); i++) {
            int connection = i;
            Thread thread = new Thread(
                    () -> {
                        Histogram own = drive(server.base(), request, connection, from, to);
                        synchronized (all) {
                            all.add(own);
                        }
                    },
                    name + '-' + i);
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
                name, perSecond, all.getValueAtPercentile(50) / 1e3, all.getValueAtPercentile(99) / 1e3);
        // of the time before it is measured, too: at the same pace, or near
        return new Round(perSecond, (server.cpuSeconds() - cpuBefore) * 1e6 / (perSecond * seconds), all);
    }

    private Histogram drive(URI base, Request request, int connection, long from, long to) {
        Histogram micros = new Histogram(600_000_000L, 3);
        try (HttpLine line = new HttpLine(base, options.text("publisher-key"))) {
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

    private static double median(List<Round> rounds) {
        return median(rounds.stream().mapToDouble(Round::requestsPerSecond));
    }

    private static double cpu(List<Round> rounds) {
        return median(rounds.stream().mapToDouble(Round::cpuMicros));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private Report finish(Report report, String name, List<Round> rounds, int items) {
        Histogram all = new Histogram(600_000_000L, 3);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Round round : rounds) {
            all.add(round.micros());
            values.put("round " + (values.size() + 1) + ", requests a second", round.requestsPerSecond());
        }
        values.put("median, requests a second", median(rounds));
        values.put("median, notifications a second", median(rounds) * items);
        if (!Double.isNaN(cpu(rounds))) {
            values.put("median, processor time of a request in µs", cpu(rounds));
        }
        Map<String, Long> sums = new TreeMap<>();
        troubles.forEach((trouble, count) -> sums.put(trouble, count.sum()));
        return report.latency(name, all)
                .section(name, values)
                .section("errors", sums.isEmpty() ? Map.of("errors", 0) : sums)
                .section("options", options.given());
    }
}
