package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.blackbox.cluster.ConnectionLog.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Publishers and clients of some new users at all nodes of a cluster. {@link #finish} waits until everything durable is
 * accepted and received, and checks the {@link Invariants}; {@link #expectEqualPrices} compares the last values of the
 * nodes.
 */
final class Traffic implements AutoCloseable {
    private static final Duration COMPLETE = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final String name;
    private final Cluster cluster;
    private final PricePublisher prices;
    private final List<RetryingPublisher> publishers = new ArrayList<>();
    private final List<RoamingClient> clients = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    /**
     * Starts two publishers of durable notifications and one of prices, and two clients of each user at different nodes.
     *
     * @param stay about how long a client stays at a node before it moves to another one
     */
    Traffic(String name, Cluster cluster, int users, Duration stay, long seed) {
        this.name = name;
        this.cluster = cluster;
        List<Node> nodes = cluster.nodes();
        List<User> named = cluster.newUsers(users);
        prices = new PricePublisher(name, nodes);
        for (int i = 0; i < 2; i++) {
            publishers.add(new RetryingPublisher(name + "-publisher-" + i, nodes, named, PAUSE, i));
        }
        for (int i = 0; i < 2 * users; i++) {
            User user = named.get(i / 2);
            clients.add(new RoamingClient(user.name() + "-client-" + i % 2, user, nodes, i, stay, seed + i));
        }
        clients.forEach(Task::start);
        publishers.forEach(Task::start);
        prices.start();
    }

    /** Adds a line to the log. */
    void note(String event) {
        synchronized (events) {
            events.add("%8d ==== %s".formatted(Clock.now(), event));
        }
    }

    List<RoamingClient> clients() {
        return clients;
    }

    List<Accepted> accepted() {
        return publishers.stream().flatMap(each -> each.accepted().stream()).toList();
    }

    List<ConnectionLog> connections() {
        return clients.stream().flatMap(each -> each.connections().stream()).toList();
    }

    /** Waits until this number of further publications is accepted. Returns the duration in milliseconds. */
    long awaitAccepted(int more, Duration atMost) {
        long begun = Clock.now();
        int before = accepted().size();
        await(more + " more publications are accepted", atMost, () -> accepted().size() >= before + more);
        return Clock.now() - begun;
    }

    private void await(String what, Duration atMost, BooleanSupplier condition) {
        long deadline = Clock.now() + atMost.toMillis();
        while (!condition.getAsBoolean()) {
            if (Clock.now() > deadline) {
                throw new AssertionError("not within " + atMost + ": " + what + "; " + write());
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    PricePublisher prices() {
        return prices;
    }

    /**
     * Waits until all nodes have the same last prices, if they share them. All nodes must be healthy, and {@link #finish}
     * must have been called.
     */
    void expectEqualPrices(Duration within) throws InterruptedException {
        if (cluster.hasRedis()) {
            User user = clients.get(0).user();
            assertThat(LastValues.differences(cluster.nodes(), user, prices.accepted(), within))
                    .as("differences; all messages are in %s", name)
                    .isEmpty();
        }
    }

    /** Stops the publishers, waits until the clients have received everything, and fails if an invariant is violated. */
    void finish() {
        publishers.forEach(Task::stop);
        prices.stop();
        publishers.forEach(Task::close);
        prices.close();
        List<Accepted> all = accepted();
        note("all " + all.size() + " are accepted");
        List<String> violations = new ArrayList<>();
        try {
            await(
                    "every client receives everything",
                    COMPLETE,
                    () -> clients.stream()
                            .allMatch(client -> missing(client, all).isEmpty()));
        } catch (AssertionError e) {
            violations.add("INCOMPLETE " + e.getMessage());
        }
        close();
        publishers.forEach(each -> violations.addAll(each.refused()));
        tasks().filter(each -> each.failure() != null).forEach(each -> violations.add("FAILED " + each.failure()));
        violations.addAll(Invariants.violations(all, connections()));
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " violations; all messages are in " + write() + ":\n"
                    + String.join("\n", violations.subList(0, Math.min(20, violations.size()))));
        }
        assertThat(all).as("accepted publications").isNotEmpty();
    }

    private static List<Accepted> missing(RoamingClient client, List<Accepted> all) {
        Map<Long, Boolean> received = new HashMap<>();
        client.connections().forEach(log -> log.deliveries().forEach(each -> received.put(each.offset(), true)));
        return all.stream()
                .filter(each -> each.user().equals(client.user().name()) && !received.containsKey(each.offset()))
                .toList();
    }

    /** The longest time, in milliseconds, from the first attempt to publish until the 202. */
    long longestPublication() {
        return accepted().stream()
                .mapToLong(each -> each.at() - each.begun())
                .max()
                .orElse(0);
    }

    /** The longest time, in milliseconds, from a 202 until each client has received the notification. */
    long longestDelivery() {
        Map<Long, Accepted> byOffset = new HashMap<>();
        accepted().forEach(each -> byOffset.put(each.offset(), each));
        long longest = 0;
        for (RoamingClient client : clients) {
            Map<Long, Long> first = new HashMap<>();
            for (ConnectionLog log : client.connections()) {
                for (Delivery each : log.deliveries()) {
                    first.merge(each.offset(), each.at(), Math::min);
                }
            }
            for (Map.Entry<Long, Long> each : first.entrySet()) {
                Accepted publication = byOffset.get(each.getKey());
                longest = publication == null ? longest : Math.max(longest, each.getValue() - publication.at());
            }
        }
        return longest;
    }

    /** Writes all messages in their order to a file. Returns its path. */
    private Path write() {
        try {
            Path file = Files.createDirectories(Path.of(System.getProperty("marketbell.it.directory"), "cluster"))
                    .resolve(name + ".log");
            Stream<String> published = accepted().stream().map(each -> "%8d %s".formatted(each.at(), each));
            Stream<String> priced = prices.accepted().stream().map(each -> "%8d %s".formatted(each.at(), each));
            Stream<String> received = connections().stream().flatMap(each -> each.lines().stream());
            synchronized (events) {
                return Files.write(
                        file,
                        Stream.of(published, priced, received, events.stream())
                                .flatMap(lines -> lines)
                                .sorted()
                                .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Task> tasks() {
        return Stream.of(publishers.stream(), clients.stream(), Stream.of(prices))
                .flatMap(tasks -> tasks);
    }

    @Override
    public void close() {
        tasks().forEach(Task::stop);
        tasks().forEach(Task::close);
    }
}
