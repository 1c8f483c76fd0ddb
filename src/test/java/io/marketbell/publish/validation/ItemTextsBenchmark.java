package io.marketbell.publish.validation;

import io.marketbell.injection.detector.InjectionDetector;
import io.marketbell.json.TextPolicy;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the cost of injection detection for each notification of an array that was parsed and validated. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ItemTextsBenchmark {
    private static final int ITEMS = 100;

    @Param({"price", "fill", "notice"})
    public String kind;

    private final ItemTexts texts = new ItemTexts((kind, pointer, text) -> kind == TextPolicy.Kind.FREE_TEXT
            ? InjectionDetector.grade(text).map(found -> "refused").orElse(null)
            : InjectionDetector.inspect(text, InjectionDetector.Origin.TEXT)
                    .map(found -> "refused")
                    .orElse(null));
    private List<JsonObject> items;

    @Setup
    public void prepare() {
        items = IntStream.range(0, ITEMS).mapToObj(i -> parsed(item(i))).toList();
    }

    private String item(int i) {
        return switch (kind) {
            case "price" ->
                "{'type':'PRICE_ALERT','instrument':'AAPL','body':{'bid':%d.25,'ask':%d.27,'venue':'XNAS'}}"
                        .formatted(i, i);
            case "fill" ->
                ("{'type':'ORDER_FILLED','priority':'HIGH','instrument':'AAPL','broker':'B-7',"
                                + "'recipients':['user-%d'],'key':'ord-%d#fill-2',"
                                + "'body':{'order':'ord-%d','side':'buy','quantity':100,'price':585.33,'venue':'XNAS'}}")
                        .formatted(i, i, i);
            default ->
                ("{'type':'SYSTEM_NOTICE','body':{'title':'Maintenance of gateway %d','note':'The gateway won`t take"
                                + " orders between 22:00 and 22:15 UTC; open orders stay in the book.'}}")
                        .formatted(i)
                        .replace('`', '\u2019');
        };
    }

    private static JsonObject parsed(String json) {
        return JsonProvider.provider()
                .createReader(new StringReader(json.replace('\'', '"')))
                .readObject();
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public int refused() {
        int refused = 0;
        for (JsonObject item : items) {
            refused += texts.refused(item).size();
        }
        return refused;
    }
}
