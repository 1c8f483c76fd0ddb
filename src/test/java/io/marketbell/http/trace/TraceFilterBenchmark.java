package io.marketbell.http.trace;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the cost of the filter without telemetry. Reading the header is part of the container and not measured. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TraceFilterBenchmark {
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final TraceFilter filter = new TraceFilter();
    private final FilterChain chain = (request, response) -> {};
    private final HttpServletRequest untraced = withHeader(null);
    private final HttpServletRequest traced = withHeader(TRACEPARENT);

    private static HttpServletRequest withHeader(String traceparent) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                TraceFilterBenchmark.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> TraceId.HEADER.equals(arguments[0]) ? traceparent : null);
    }

    @Benchmark
    public void requestWithoutATrace() throws Exception {
        filter.doFilter(untraced, null, chain);
    }

    @Benchmark
    public void requestOfATrace() throws Exception {
        filter.doFilter(traced, null, chain);
    }
}
