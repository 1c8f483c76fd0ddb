package io.marketbell.protection.injection;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one inspection costs: of usual texts, and of 64 KiB made to be slow. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class InjectionBenchmark {
    @Param({"symbol", "note", "prose", "quotes", "calls", "junctions", "selects", "escapes"})
    public String text;

    private String inspected;

    @Setup
    public void prepare() {
        inspected = switch (text) {
            case "symbol" -> "ord-7781#fill-2";
            case "note" ->
                "Select the best venue; don't route to dark pools, and order by price if it is > 100 (see note 5, p. 3)";
            case "prose" ->
                "The desk said it would not sell before Friday. ".repeat(1_400).substring(0, 64 << 10);
            case "quotes" -> "'\"`".repeat(22_000).substring(0, 64 << 10);
            case "calls" -> "or(f(a,".repeat(10_000).substring(0, 64 << 10);
            case "junctions" -> "' or a b ".repeat(8_000).substring(0, 64 << 10);
            case "selects" -> "select a,".repeat(8_000).substring(0, 64 << 10);
            default -> "%2541".repeat(14_000).substring(0, 64 << 10);
        };
    }

    @Benchmark
    public Object inspect() {
        return Inspector.inspect(inspected, Inspector.Origin.TEXT);
    }
}
