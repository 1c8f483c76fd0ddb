package io.marketbell.blackbox.cluster;

import io.marketbell.blackbox.TcpProxy;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/** A node of a {@link Cluster}: its server, and the links from the server to PostgreSQL and to Redis. */
final class Node {
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final String name;
    private final MarketbellServer server;
    private final TcpProxy link;
    private final TcpProxy redisLink;

    Node(String name, MarketbellServer server, TcpProxy link, TcpProxy redisLink) {
        this.name = name;
        this.server = server;
        this.link = link;
        this.redisLink = redisLink;
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

    TcpProxy link() {
        return link;
    }

    TcpProxy redisLink() {
        return redisLink;
    }

    void start() {
        server.start();
    }

    /** Starts it without waiting until it is ready. */
    void launch() {
        openLinks();
        server.launch();
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

    /** Opens the links, continues the process and starts it if it does not run. */
    void heal() {
        openLinks();
        if (server.isRunning()) {
            server.thaw();
        } else {
            server.start();
        }
    }

    void openLinks() {
        open(link);
        open(redisLink);
    }

    private static void open(TcpProxy link) {
        try {
            link.delay(Duration.ZERO);
            link.flow();
            link.lay();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void closeLinks() {
        link.close();
        redisLink.close();
    }

    /** Why load balancers must send no clients to it; empty if it has not left the cluster, or does not answer. */
    String reasonToLeave() {
        return readiness().getString("leaving_reason", "");
    }

    /** Whether it is durable and reads keys from the database again, which fails for a moment after an outage. */
    boolean isHealthy() {
        try {
            return isDurable()
                    && rest(MarketbellServer.ADMIN)
                                    .within(PROBE)
                                    .get("/api/v1/api-keys?limit=1")
                                    .status()
                            == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Whether it is ready and can store durable notifications. */
    boolean isDurable() {
        return readiness().getBoolean("durable", false);
    }

    /** The data of {@code /health/ready}; empty if it does not answer. */
    JsonObject readiness() {
        try {
            RestClient.Answer answer =
                    RestClient.anonymous(base()).within(PROBE).get("/health/ready");
            JsonObject check = answer.json().getJsonArray("checks").getJsonObject(0);
            return check.containsKey("data") ? check.getJsonObject("data") : JsonValue.EMPTY_JSON_OBJECT;
        } catch (UncheckedIOException | JsonException | IndexOutOfBoundsException e) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
