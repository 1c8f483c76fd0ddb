package io.marketbell.bench.load;

import io.marketbell.bench.load.Contender.Request;
import io.marketbell.testkit.client.RestClient;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Sequential requests on each of several connections, as fast as the responses arrive; compares two kinds of requests.
 */
final class Throughput {
    /**
     * More than are made in one round: each acknowledgement has a higher offset than the previous one. All these
     * offsets must have been sent before.
     */
    private static final long ACKS_A_ROUND = 60_000;

    private final Options options;
    private final RequestRounds volleys;

    Throughput(Options options, PrintStream out) {
        this.options = options;
        this.volleys = new RequestRounds(options, out);
    }

    /** GETs of a path that does nothing: the fixed cost of a request. */
    RunReport empty() throws InterruptedException {
        return againstTheRival("Empty requests: GET " + options.text("path"), target("empty", 1, gets("path")));
    }

    /** Durable publications with one recipient each; alternating with empty requests if they are to be compared. */
    RunReport durable() throws InterruptedException {
        String title = "Durable publishing over REST";
        Contender durable = target("durable", options.number("array"), new Publications(options)::ofRound);
        if (options.text("against").isEmpty()) {
            return againstTheRival(title, durable);
        }
        Rounds published = new Rounds(durable);
        Rounds empty = new Rounds(target("empty", 1, gets("against")));
        return report(title, published, empty)
                .section("ratio", Map.of("durable requests to empty ones", published.rate() / empty.rate()));
    }

    /** Acknowledgements of consecutive offsets by the user of the publisher's key. */
    RunReport acks() throws InterruptedException {
        return againstTheRival("Acknowledgements over REST", target("acks", 1, round -> {
            AtomicLong offset = new AtomicLong(round * ACKS_A_ROUND);
            return (line, connection, number) -> line.post(
                    "/api/v1/notifications/acks",
                    RestClient.JSON,
                    ("{\"offset\":" + offset.incrementAndGet() + '}').getBytes(StandardCharsets.US_ASCII));
        }));
    }

    /** Sends requests to the target and, if there is a rival, the same requests to the rival in alternation. */
    private RunReport againstTheRival(String title, Contender asked) throws InterruptedException {
        Rounds rounds = new Rounds(asked);
        if (options.text("rival").isEmpty()) {
            return report(title, rounds);
        }
        Rounds rivals = new Rounds(contender("rival", asked.items(), asked.requests(), "rival", "rival-pid"));
        return report(title, rounds, rivals).section("ratio", ratios(rounds, rivals));
    }

    private static Map<String, Double> ratios(Rounds rounds, Rounds rivals) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.put("median requests a second to the rival's", rounds.rate() / rivals.rate());
        if (!Double.isNaN(rounds.cpuMicros() / rivals.cpuMicros())) {
            ratios.put("median processor time of a request to the rival's", rounds.cpuMicros() / rivals.cpuMicros());
        }
        return ratios;
    }

    /** Reports the configured number of rounds, in alternation. */
    private RunReport report(String title, Rounds... contest) throws InterruptedException {
        Map<String, String> machine = Machine.facts();
        for (int i = 0; i < options.number("rounds"); i++) {
            for (Rounds rounds : contest) {
                rounds.add(volleys.fire(rounds.contender(), i));
            }
        }
        RunReport runReport = new RunReport(options.text("title").isEmpty() ? title : options.text("title"));
        for (Rounds rounds : contest) {
            rounds.addTo(runReport);
        }
        return runReport
                .section("errors", volleys.errors())
                .section("options", options.given())
                .section("machine", machine);
    }

    private Contender target(String name, int items, IntFunction<Request> requests) {
        return contender(name, items, requests, "target", "server-pid");
    }

    private Contender contender(String name, int items, IntFunction<Request> requests, String base, String pid) {
        return new Contender(
                name, URI.create(options.text(base)), new ProcessWatch(options.number(pid)), items, requests);
    }

    private IntFunction<Request> gets(String option) {
        String path = options.text(option);
        return round -> (line, connection, number) -> line.get(path);
    }
}
