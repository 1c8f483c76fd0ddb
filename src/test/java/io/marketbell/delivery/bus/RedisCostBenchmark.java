package io.marketbell.delivery.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedBuckets.Draw;
import io.marketbell.cluster.redis.BucketSettings;
import io.marketbell.cluster.redis.RedisBuckets;
import io.marketbell.cluster.redis.RedisBus;
import io.marketbell.cluster.redis.RedisServer;
import io.marketbell.cluster.redis.RedisSettings;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.testkit.redis.RedisForTests;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what a node costs Redis: the processor time of the scripts, as Redis reports it, and the bytes of a price on
 * the bus.
 *
 * <p>{@code RedisCostBenchmark [seconds]}: two nodes in this process; one sends prices in messages of several sizes, the
 * other receives them; then one draws from the buckets of a user and an address.
 */
public final class RedisCostBenchmark {
    private static final int INSTRUMENTS = 1_000;
    private static final int WAITING = 64;
    private static final byte[] KEY = "a key of thirty-two bytes, always".getBytes(UTF_8);
    private static final Pattern CALLS = Pattern.compile("cmdstat_(evalsha|xread|xadd):calls=(\\d+),usec=(\\d+)");

    private final RedisCommands<String, String> redis;
    private final Duration time;
    private long ids;

    private RedisCostBenchmark(RedisCommands<String, String> redis, Duration time) {
        this.redis = redis;
        this.time = time;
    }

    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5);
        try (RedisForTests server = new RedisForTests();
                RedisClient client = RedisClient.create(server.url())) {
            RedisSettings settings = new RedisSettings(
                    server.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofSeconds(1));
            RedisCostBenchmark benchmark =
                    new RedisCostBenchmark(client.connect().sync(), time);
            System.out.printf(
                    "load: %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            System.out.println(
                    "| prices a message | messages/s | script µs | µs a price | bytes a price: message | value | xread µs |");
            System.out.println("|---:|---:|---:|---:|---:|---:|---:|");
            for (int size : new int[] {1, 5, 20, 100}) {
                benchmark.prices(settings, size);
            }
            benchmark.draws(settings);
        }
    }

    private void prices(RedisSettings settings, int size) throws Exception {
        LongAdder received = new LongAdder();
        try (RedisServer first = new RedisServer(settings);
                RedisServer second = new RedisServer(settings);
                RedisBus sender = bus(first, settings, "first");
                RedisBus receiver = bus(second, settings, "second")) {
            receiver.onMessage(BusTopic.VOLATILE, payload -> received.increment());
            sender.start();
            receiver.start();
            while (sender.state() != Bus.State.UP || receiver.state() != Bus.State.UP) {
                Thread.sleep(50);
            }
            run(sender, received, size, Duration.ofSeconds(1));
            redis.configResetstat();
            received.reset();
            long began = System.nanoTime();
            Sizes sizes = run(sender, received, size, time);
            double seconds = (System.nanoTime() - began) / 1e9;
            double script = micros("evalsha");
            System.out.printf(
                    "| %d | %,.0f | %.0f | %.1f | %.0f | %.0f | %.0f |%n",
                    size,
                    received.sum() / seconds,
                    script,
                    script / size,
                    (double) sizes.payload / sizes.prices,
                    (double) sizes.values / sizes.prices,
                    micros("xread"));
        }
    }

    private static RedisBus bus(RedisServer server, RedisSettings settings, String node) {
        return new RedisBus(server, settings, Duration.ofSeconds(1), "benchmark", node, KEY);
    }

    private static final class Sizes {
        private long prices;
        private long payload;
        private long values;
    }

    private Sizes run(Bus sender, LongAdder received, int size, Duration atMost) throws InterruptedException {
        Sizes sizes = new Sizes();
        long sent = received.sum();
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end) {
            if (sent - received.sum() >= WAITING) {
                Thread.sleep(0, 100_000);
                continue;
            }
            VolatileMessages messages = new VolatileMessages();
            for (int i = 0; i < size; i++) {
                messages.add(price());
            }
            for (Bus.Message message : messages.toList()) {
                sizes.payload += message.payload().length;
                message.values().forEach(value -> sizes.values += value.content().length);
                sent += sender.send(message) ? 1 : 0;
            }
            sizes.prices += size;
        }
        return sizes;
    }

    private Notification price() {
        Instant now = Instant.now();
        long id = ++ids;
        NotificationType type = NotificationType.PRICE_UPDATE;
        return new Notification(
                "01JD" + (1_000_000_000_000_000_000L + id) + "XYZ",
                type,
                type.defaultPriority(),
                now,
                "I" + id % INSTRUMENTS,
                "alpaca",
                List.of(),
                0,
                now.plus(type.defaultTimeToLive()),
                null,
                "{\"price\":\"585." + id % 100 + "\",\"bid\":\"585.31\",\"ask\":\"585.35\",\"size\":\"18\"}",
                "publisher",
                now,
                null,
                null);
    }

    private void draws(RedisSettings settings) throws Exception {
        try (RedisServer server = new RedisServer(settings);
                RedisBuckets buckets =
                        new RedisBuckets(server, "benchmark", new BucketSettings(Duration.ofMillis(500)))) {
            List<Draw> draws = List.of(
                    new Draw("user:alice", 1_000_000, 2_000_000, 1, true),
                    new Draw("address:10.0.0.1", 1_000_000, 2_000_000, 1, true));
            while (buckets.draw(draws).isEmpty()) {
                Thread.sleep(50);
            }
            redis.configResetstat();
            List<Long> nanos = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                long began = System.nanoTime();
                buckets.draw(draws);
                nanos.add(System.nanoTime() - began);
            }
            nanos.sort(null);
            System.out.printf(
                    "draw of two buckets: script %.0f µs; p50 %d µs, p99 %d µs from one thread%n",
                    micros("evalsha"), nanos.get(nanos.size() / 2) / 1_000, nanos.get(nanos.size() * 99 / 100) / 1_000);
        }
    }

    /** Returns the mean time that Redis spends in a call of the command, in microseconds. */
    private double micros(String command) {
        Matcher found = CALLS.matcher(redis.info("commandstats"));
        while (found.find()) {
            if (found.group(1).equals(command)) {
                return Double.parseDouble(found.group(3)) / Double.parseDouble(found.group(2));
            }
        }
        return 0;
    }
}
