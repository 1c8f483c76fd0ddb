package io.marketbell.subscription;

import io.marketbell.notification.Notification;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures the cost of routing one notification among 10,000 connections, each subscribed to 5 of 1,000 instruments, so
 * that about 50 match.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {
    private static final int CONNECTIONS = 10_000;
    private static final int INSTRUMENTS = 1_000;

    private final SubscriptionIndex<Object> index = new SubscriptionIndex<>();
    private final Notification[] prices = new Notification[INSTRUMENTS];
    private final Notification[] fills = new Notification[INSTRUMENTS];
    private int next;

    @Setup
    public void connect() {
        Random random = new Random(1);
        for (int i = 0; i < CONNECTIONS; i++) {
            Object connection = new Object();
            index.register(connection, "user" + i);
            Set<String> instruments = new HashSet<>();
            while (instruments.size() < 5) {
                instruments.add("I" + random.nextInt(INSTRUMENTS));
            }
            index.subscribe(connection, "s1", new SubscriptionFilter(Set.of(), instruments, Set.of(), Priority.LOW));
        }
        for (int i = 0; i < INSTRUMENTS; i++) {
            prices[i] = Sample.price("I" + i);
            fills[i] = Sample.fill("user" + random.nextInt(CONNECTIONS));
        }
    }

    @Benchmark
    public void priceToItsWatchers(Blackhole found) {
        index.route(prices[next = (next + 1) % INSTRUMENTS], found::consume);
    }

    @Benchmark
    public void fillToItsOwner(Blackhole found) {
        index.route(fills[next = (next + 1) % INSTRUMENTS], found::consume);
    }
}
