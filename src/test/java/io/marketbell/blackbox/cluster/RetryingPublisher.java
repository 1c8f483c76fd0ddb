package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes one durable notification after another to users in turn. A notification that is refused with 503 or not
 * answered is sent again to another node, with the same idempotency key, until it is accepted.
 */
final class RetryingPublisher extends Task {
    /** A publisher gives up a node that does not answer for this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration GIVE_UP = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 503;

    private final String name;
    private final List<Node> nodes;
    private final List<User> users;
    private final Duration pause;
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int turn;
    private int published;
    private volatile String pending = "";

    /** @param pause between two notifications */
    RetryingPublisher(String name, List<Node> nodes, List<User> users, Duration pause, int firstNode) {
        super(name);
        this.name = name;
        this.nodes = nodes;
        this.users = users;
        this.pause = pause;
        this.turn = firstNode;
    }

    @Override
    void run() throws InterruptedException {
        while (!isStopped()) {
            publish(users.get(published % users.size()));
            Thread.sleep(pause.toMillis());
        }
    }

    private void publish(User user) throws InterruptedException {
        String key = name + '-' + ++published;
        JsonObject fill = Json.object()
                .add("type", "ORDER_FILLED")
                .add("recipients", Json.strings(List.of(user.name())))
                .add("key", key)
                .add("body", Json.object().add("order_id", key))
                .build();
        long begun = Clock.now();
        pending = key;
        while (!isAccepted(fill, key, user, begun)) {
            if (Clock.now() - begun > GIVE_UP.toMillis()) {
                refuse(key + " was not accepted within " + GIVE_UP);
                break;
            }
            turn++;
            Thread.sleep(50);
        }
        pending = "";
    }

    private boolean isAccepted(JsonObject fill, String key, User user, long begun) {
        Node node = nodes.get(turn % nodes.size());
        try {
            RestClient.Answer answer =
                    node.rest(MarketbellServer.PUBLISHER).within(PATIENCE).publish(fill);
            if (answer.status() == 202) {
                accept(new Accepted(
                        key,
                        answer.json().getString("id"),
                        answer.json().getJsonNumber("offset").longValue(),
                        user.name(),
                        node.name(),
                        answer.json().getBoolean("duplicate"),
                        begun,
                        Clock.now(),
                        Long.MAX_VALUE));
                return true;
            }
            if (answer.status() != UNAVAILABLE) {
                refuse(key + " at " + node + ": " + answer.status() + ' ' + answer.body());
            }
        } catch (UncheckedIOException e) {
            // no answer: it may have been accepted or not
        }
        return false;
    }

    private void accept(Accepted publication) {
        synchronized (accepted) {
            accepted.add(publication);
        }
    }

    private void refuse(String what) {
        synchronized (refused) {
            refused.add("REFUSED PUBLICATION " + what);
        }
    }

    List<Accepted> accepted() {
        synchronized (accepted) {
            return List.copyOf(accepted);
        }
    }

    /** Publications that were answered with anything but 202 and 503. */
    List<String> refused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }

    /** The key of the notification that is not accepted yet; empty if there is none. */
    String pending() {
        return pending;
    }
}
