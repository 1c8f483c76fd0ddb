package io.marketbell.delivery.shard;

import io.marketbell.cluster.local.LocalPresence;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DeliveryFigures;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.OutcomeListener;
import io.marketbell.delivery.Transport;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.metrics.InProcessMetrics;
import io.marketbell.metrics.meter.DeliveryMeter;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the cost of delivery alone: 10,000 connections with 20 instruments each, whose transports encode their
 * frames and discard them. Offers an increasing rate and reports what was delivered and at what cost; with {@code
 * metered}, including the metrics of the product.
 */
public final class DeliveryBenchmark {
    private static final int CONNECTIONS = 10_000;
    private static final int SECONDS = 5;

    private DeliveryBenchmark() {}

    private static final class NullTransport implements Transport {
        private final LongAdder characters;
        private final StringBuilder frame = new StringBuilder();

        NullTransport(LongAdder characters) {
            this.characters = characters;
        }

        @Override
        public void send(Frame sent) {
            if (sent instanceof Frame.Data data) {
                frame.setLength(0);
                frame.append("{\"channel\":\"notifications\",\"seq\":")
                        .append(data.seq())
                        .append(",\"data\":[");
                for (Delivery delivery : data.deliveries()) {
                    frame.append(delivery.json()).append(',');
                }
                frame.append("]}");
                characters.add(frame.toString().length());
            }
        }

        @Override
        public void ping() {}

        @Override
        public void close(DisconnectReason reason) {}

        @Override
        public boolean isAnswering() {
            return true;
        }
    }

    public static void main(String[] arguments) throws Exception {
        LongAdder characters = new LongAdder();
        MemoryJournal journal = new MemoryJournal();
        ShardedDeliveryHub hub = new ShardedDeliveryHub(
                new DeliveryContext(
                        DeliverySettings.defaults(),
                        Clocks.SYSTEM,
                        journal,
                        new MemoryLedger(),
                        new OutcomeListener() {
                            @Override
                            public void sent(List<Notification> notifications, String user) {}

                            @Override
                            public void acknowledged(String user, Accepted accepted) {}

                            @Override
                            public void undeliverable(Notification notification, String user, int attempts) {}
                        },
                        new LocalPresence(),
                        Executors.newSingleThreadExecutor(action -> daemon(action))),
                DeliveryBenchmark::daemon);
        if (List.of(arguments).contains("metered")) {
            hub.onDelivery(new DeliveryMeter(
                    new InProcessMetrics(InstantSource.system(), System::nanoTime, Runnable::run), hub::connections));
        }
        hub.start();
        int groups = 50;
        for (int i = 0; i < CONNECTIONS; i++) {
            String group = "G" + i % groups + "-";
            Set<String> instruments = java.util.stream.IntStream.range(0, 20)
                    .mapToObj(n -> group + n)
                    .collect(java.util.stream.Collectors.toSet());
            Connection connection =
                    ((Admission.Admitted) hub.open("user" + i, "k", new NullTransport(characters))).connection();
            connection.subscribe(
                    new Subscribe(
                            new SubscriptionFilter(Set.of(), instruments, Set.of(), Priority.LOW), false, -1, null),
                    outcome -> "{}");
        }
        System.out.println("| offered/s | delivered/s | frames/s | a frame | CPU s in " + SECONDS + " s | dropped |");
        System.out.println("|---|---|---|---|---|---|");
        for (int offered : new int[] {200_000, 200_000, 500_000, 1_000_000, 2_000_000, 4_000_000}) {
            run(hub, groups, offered);
        }
        System.exit(0);
    }

    private static void run(ShardedDeliveryHub hub, int groups, int offered) {
        DeliveryFigures before = hub.figures();
        long cpuBefore = cpu();
        long start = System.nanoTime();
        int perPublish = CONNECTIONS / groups;
        long interval = 1_000_000_000L * perPublish / offered;
        long published = 0;
        while (System.nanoTime() - start < SECONDS * 1_000_000_000L) {
            while (published * interval > System.nanoTime() - start) {
                LockSupport.parkNanos(50_000);
            }
            String instrument = "G" + published % groups + "-" + published / groups % 20;
            hub.publish(List.of(price(instrument, published)));
            published++;
        }
        DeliveryFigures after = hub.figures();
        double seconds = (System.nanoTime() - start) / 1e9;
        long deliveries = after.deliveries() - before.deliveries();
        long frames = after.frames() - before.frames();
        System.out.printf(
                "| %,d | %,.0f | %,.0f | %.1f | %.1f | %d |%n",
                offered,
                deliveries / seconds,
                frames / seconds,
                (double) deliveries / Math.max(1, frames),
                (cpu() - cpuBefore) / 1e9,
                after.dropped() - before.dropped() + after.conflated() - before.conflated());
    }

    private static Notification price(String instrument, long n) {
        Notification sample = Sample.price(instrument, "585." + n % 100);
        return new Notification(
                sample.id(),
                sample.type(),
                sample.priority(),
                java.time.Instant.now(),
                instrument,
                "alpaca",
                List.of(),
                0,
                java.time.Instant.now().plusSeconds(60),
                null,
                sample.body(),
                "bench",
                java.time.Instant.now(),
                null,
                null);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Thread daemon(Runnable action) {
        Thread thread = new Thread(action);
        thread.setDaemon(true);
        return thread;
    }
}
