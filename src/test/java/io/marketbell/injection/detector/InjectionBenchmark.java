package io.marketbell.injection.detector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
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

/**
 * The cost of one inspection: of usual texts, of samples in turn ({@code own:} or {@code shared:} and the file name),
 * of 64 KiB of a file's content ({@code file:} and its path), and of 64 KiB crafted to be slow.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class InjectionBenchmark {
    private static final int LONG = 64 << 10;

    @Param({
        "symbol",
        "note",
        "own:harmless.txt",
        "own:sql.txt",
        "prose",
        "quotes",
        "calls",
        "junctions",
        "selects",
        "escapes",
        "contexts",
        "form",
        "lines",
        "all",
        "json",
        "tags",
        "pairs",
        "segments"
    })
    public String text;

    private String[] texts;
    private int next;

    @Setup
    public void prepare() {
        List<String> chosen = switch (text) {
            case "symbol" -> List.of("ord-7781#fill-2");
            case "note" ->
                List.of("Select the best venue; don't route to dark pools, and order by price if it is > 100 (see note"
                        + " 5, p. 3)");
            case "prose" -> repeated("", "The desk said it would not sell before Friday. ");
            case "quotes" -> repeated("", "'\"`");
            case "calls" -> repeated("", "or(f(a,");
            case "junctions" -> repeated("", "' or a b ");
            case "selects" -> repeated("", "select a,");
            case "escapes" -> repeated("", "%2541");
            case "contexts" -> repeated("'\"`", "or a b ");
            case "form" -> repeated("'\"`\n#+", "or+a+b+");
            case "lines" -> repeated("", "'a\"b`+or#\n");
            case "all" -> repeated("'\"`\n#\n+", "or(f(a,+");
            case "json" -> repeated("", "{\"a\":\"b\"},");
            case "tags" -> repeated("", "<a>");
            case "pairs" -> repeated("", "a=b&");
            case "segments" -> repeated("", "..;");
            default -> text.startsWith("file:") ? content(text.substring(5)) : samples(text);
        };
        texts = chosen.toArray(String[]::new);
        long characters = chosen.stream().mapToLong(String::length).sum();
        System.out.printf(Locale.ROOT, "%n%.1f characters a text%n", (double) characters / texts.length);
    }

    private static List<String> content(String file) {
        try {
            return repeated("", Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> repeated(String begin, String piece) {
        return List.of((begin + piece.repeat(LONG / piece.length() + 1)).substring(0, LONG));
    }

    /** Shuffled: neighbours in a file are alike, and processors predict repeated patterns. */
    private static List<String> samples(String name) {
        String file = name.substring(name.indexOf(':') + 1);
        List<String> lines = new ArrayList<>(name.startsWith("own:") ? Samples.own(file) : Samples.shared(file));
        Collections.shuffle(lines, new Random(7));
        return lines;
    }

    @Benchmark
    public Object inspect() {
        next = next + 1 < texts.length ? next + 1 : 0;
        return InjectionDetector.inspect(texts[next], InjectionDetector.Origin.TEXT);
    }
}
