package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Publishes prices of some instruments of its own in turn, at all nodes in turn. Two prices of an instrument are at least
 * 100 ms apart. A price that is not answered with 202 is not sent again.
 */
final class PricePublisher extends Task {
    private static final int INSTRUMENTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(30);
    /** A publisher gives up a node that does not answer for this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** An accepted price. */
    record Price(String instrument, long number, String id, String node, long at) {}

    private final List<Node> nodes;
    private final List<String> instruments;
    private final List<Price> accepted = new ArrayList<>();

    PricePublisher(String name, List<Node> nodes) {
        super(name);
        this.nodes = nodes;
        this.instruments =
                IntStream.range(0, INSTRUMENTS).mapToObj(i -> name + '.' + i).toList();
    }

    @Override
    void run() throws InterruptedException {
        for (int number = 1; !isStopped(); number++) {
            publish(instruments.get(number % INSTRUMENTS), number, nodes.get(number % nodes.size()));
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void publish(String instrument, long number, Node node) {
        JsonObject price = Json.object()
                .add("type", "PRICE_UPDATE")
                .add("instrument", instrument)
                .add("time_to_live", "PT10M")
                .add("body", Json.object().add("number", number))
                .build();
        try {
            RestClient.Answer answer =
                    node.rest(MarketbellServer.PUBLISHER).within(PATIENCE).publish(price);
            if (answer.status() == 202) {
                accept(new Price(instrument, number, answer.json().getString("id"), node.name(), Clock.now()));
            }
        } catch (UncheckedIOException e) {
            // no answer: it may be published, now or when the node continues
        }
    }

    private void accept(Price price) {
        synchronized (accepted) {
            accepted.add(price);
        }
    }

    List<String> instruments() {
        return instruments;
    }

    List<Price> accepted() {
        synchronized (accepted) {
            return List.copyOf(accepted);
        }
    }
}
