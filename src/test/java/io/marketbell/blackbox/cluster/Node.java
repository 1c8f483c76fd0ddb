package io.marketbell.blackbox.cluster;

import io.marketbell.blackbox.DatabaseProxy;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/** A node of a {@link Cluster}: its server, and the link from the server to PostgreSQL. */
final class Node {
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final String name;
    private final MarketbellServer server;
    private final DatabaseProxy link;

    Node(String name, MarketbellServer server, DatabaseProxy link) {
        this.name = name;
        this.server = server;
        this.link = link;
    }

    String name() {
        return name;
    }

    URI base() {
        return server.base();
    }

    RestClient rest(String apiKey) {
        return server.rest(apiKey);
    }

    DatabaseProxy link() {
        return link;
    }

    void start() {
        server.start();
    }

    /** Stops it in order, like an orchestrator. */
    void stop() {
        server.stop();
    }

    /** Kills it if it runs, suspended or not. */
    void kill() {
        if (server.isRunning()) {
            server.kill9();
        }
    }

    void freeze() {
        server.freeze();
    }

    void thaw() {
        server.thaw();
    }

    String log() {
        return server.log();
    }

    /** Opens the link to PostgreSQL, continues the process and starts it if it does not run. */
    void heal() {
        openLink();
        if (server.isRunning()) {
            server.thaw();
        } else {
            server.start();
        }
    }

    void openLink() {
        try {
            link.delay(Duration.ZERO);
            link.flow();
            link.lay();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is ready and can store durable notifications. */
    boolean isDurable() {
        try {
            RestClient.Answer answer =
                    RestClient.anonymous(base()).within(PROBE).get("/health/ready");
            if (answer.status() != 200) {
                return false;
            }
            JsonObject check = answer.json().getJsonArray("checks").getJsonObject(0);
            return check.getJsonObject("data").getBoolean("durable");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
