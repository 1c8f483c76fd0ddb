package io.marketbell.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The results of the rounds of one contender. */
final class Rounds {
    private final Contender contender;
    private final List<Round> rounds = new ArrayList<>();

    /** @param cpuMicros processor time of the server per request; NaN if its process is unknown */
    record Round(double requestsPerSecond, double cpuMicros, Histogram micros) {}

    Rounds(Contender contender) {
        this.contender = contender;
    }

    Contender contender() {
        return contender;
    }

    void add(Round round) {
        rounds.add(round);
    }

    /** The median number of requests per second. */
    double rate() {
        return median(Round::requestsPerSecond);
    }

    /** The median processor time per request, in microseconds; NaN if it is unknown. */
    double cpuMicros() {
        return median(Round::cpuMicros);
    }

    private double median(ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    void addTo(RunReport runReport) {
        Histogram all = RequestRounds.histogram();
        Map<String, Object> values = new LinkedHashMap<>();
        for (Round round : rounds) {
            all.add(round.micros());
            values.put("round " + (values.size() + 1) + ", requests a second", round.requestsPerSecond());
        }
        values.put("median, requests a second", rate());
        values.put("median, notifications a second", rate() * contender.items());
        if (!Double.isNaN(cpuMicros())) {
            values.put("median, processor time of a request in µs", cpuMicros());
        }
        runReport.latency(contender.name(), all).section(contender.name(), values);
    }
}
