package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes share the bucket of a user. */
@ProductServer
class LimitsClusterIT {
    private static final Pattern DECIDED_ALONE =
            Pattern.compile("(?m)^marketbell_rate_limit_shared_local_decisions\\{[^}]*} (\\S+)$");

    private static final int THREADS = 16;
    private static final long RATE = 100;
    private static final long BURST = 200;
    private static final double REACHED = 0.95;
    private static final Duration MEASURED = Duration.ofSeconds(10);
    /** Overrides reach the other nodes within a second. */
    private static final Duration CHANGED = Duration.ofSeconds(1);

    private final Cluster cluster = Cluster.withRedis(Cluster::ofThree);
    private final User user = cluster.newUser();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        cluster.heal();
    }

    @Test
    void aUserReceivesItsLimitOverAllNodesTogether() throws InterruptedException {
        limit();
        long before = decidedAlone();

        Granted granted = drawAtAllNodes(MEASURED);

        double allowed = BURST + RATE * granted.seconds();
        assertThat((double) granted.count()).isBetween(REACHED * allowed, allowed + decidedAlone() - before);
    }

    /** Each of these decisions granted at most one token: the call to Redis had taken too long, on a busy machine. */
    private long decidedAlone() {
        return cluster.nodes().stream()
                .mapToLong(node -> {
                    Matcher found = DECIDED_ALONE.matcher(
                            node.rest(MarketbellServer.ADMIN).get("/metrics").body());
                    assertThat(found.find()).isTrue();
                    return (long) Double.parseDouble(found.group(1));
                })
                .sum();
    }

    /** Each switch to or from the local share may add one burst. */
    @Test
    void withoutRedisTheLimitIsSharedOut() throws InterruptedException {
        limit();
        CompletableFuture<Granted> drawing = CompletableFuture.supplyAsync(() -> drawAtAllNodes(MEASURED));
        TimeUnit.SECONDS.sleep(2);
        cluster.redis().kill();
        TimeUnit.SECONDS.sleep(4);
        cluster.redis().heal();

        Granted granted = drawing.join();

        double allowed = BURST + RATE * granted.seconds();
        assertThat((double) granted.count()).isBetween(REACHED * RATE * granted.seconds() / 2, allowed + 2 * BURST);
    }

    private void limit() throws InterruptedException {
        cluster.node(1)
                .rest(MarketbellServer.ADMIN)
                .put(
                        "/api/v1/rate-limits/user:" + user.name(),
                        Json.object()
                                .add("rate_per_second", RATE)
                                .add("burst", BURST)
                                .build()
                                .toString())
                .expect(200);
        TimeUnit.MILLISECONDS.sleep(CHANGED.toMillis());
    }

    private record Granted(long count, double seconds) {}

    private Granted drawAtAllNodes(Duration howLong) {
        LongAdder granted = new LongAdder();
        AtomicLong last = new AtomicLong();
        long begun = System.nanoTime();
        List<CompletableFuture<Void>> drawing = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            RestClient rest = cluster.nodes().get(i % 3).rest(user.apiKey());
            drawing.add(CompletableFuture.runAsync(
                    () -> {
                        while (System.nanoTime() - begun < howLong.toNanos()) {
                            int status = rest.get("/api/v1/me").status();
                            if (status == 200) {
                                granted.increment();
                                last.accumulateAndGet(System.nanoTime(), Math::max);
                            } else {
                                assertThat(status).isEqualTo(429);
                            }
                            pause();
                        }
                    },
                    threads));
        }
        drawing.forEach(CompletableFuture::join);
        return new Granted(granted.sum(), (last.get() - begun) / 1e9);
    }

    /** Refusals must not take all processor time. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
