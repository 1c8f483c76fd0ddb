package io.marketbell.testkit.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One WebSocket connection of a well-behaved client. Requests wait for their reply and return it, successful or
 * refused; all other frames are in {@link #received()}, in order.
 *
 * <p>Does not reconnect: a test verifies that and how a connection ended. docs/howto/write-a-client.md describes
 * reconnecting, with a program that uses this class.
 */
public final class MarketbellClient implements AutoCloseable {
    public static final String PATH = "/ws/v1/notifications";
    public static final String SUBPROTOCOL = "marketbell.v1";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final Transcript received = new Transcript();
    private final AtomicInteger requests = new AtomicInteger();
    private final Consumer<Received> observer;
    private final WebSocket socket;

    private MarketbellClient(URI base, Map<String, String> headers, Duration patience, Consumer<Received> observer) {
        this.observer = observer;
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().subprotocols(SUBPROTOCOL);
        headers.forEach(builder::header);
        URI uri = URI.create(base.toString().replaceFirst("^http", "ws").replaceFirst("/$", "") + PATH);
        CompletableFuture<WebSocket> opening = builder.buildAsync(uri, new Recorder());
        try {
            this.socket = opening.copy()
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            // a handshake that is answered later must not leave a connection behind
            opening.thenAccept(WebSocket::abort);
            throw e;
        }
    }

    /** Connects with an API key in the handshake. */
    public static MarketbellClient connect(URI base, String apiKey) {
        return connect(base, Map.of(RestClient.API_KEY, apiKey));
    }

    /**
     * Connects with these headers in the handshake.
     *
     * @throws HandshakeRefused if the server answers any status other than 101
     */
    public static MarketbellClient connect(URI base, Map<String, String> headers) {
        return connect(base, headers, Transcript.PATIENCE, unused -> {});
    }

    /**
     * Connects with these headers in the handshake.
     *
     * @param patience timeout of the handshake
     * @param observer called with each message when it arrives, before {@link #received()} contains it; must return
     *     quickly
     * @throws HandshakeRefused if the server answers any status other than 101
     */
    public static MarketbellClient connect(
            URI base, Map<String, String> headers, Duration patience, Consumer<Received> observer) {
        try {
            return new MarketbellClient(base, headers, patience, observer);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new HandshakeRefused(refused.getResponse().statusCode());
            }
            throw e;
        }
    }

    /** Connects like a browser, without credentials: an auth frame must follow. */
    public static MarketbellClient connectAnonymously(URI base) {
        return connect(base, Map.of());
    }

    /** The server refused the handshake with this status. */
    public static final class HandshakeRefused extends RuntimeException {
        private final int status;

        HandshakeRefused(int status) {
            super("handshake answered " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    public Transcript received() {
        return received;
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public Reply authenticateWithKey(String apiKey) {
        return request("auth", Json.object().add("api_key", apiKey).build());
    }

    public Reply authenticateWithToken(String token) {
        return request("auth", Json.object().add("token", token).build());
    }

    public Reply subscribe(Subscription subscription) {
        return request("subscribe", subscription.params());
    }

    public Reply unsubscribe(String subscription) {
        return request(
                "unsubscribe", Json.object().add("subscription", subscription).build());
    }

    public Reply subscriptions() {
        return request("subscriptions", null);
    }

    public Reply ping() {
        return request("ping", null);
    }

    /** Acknowledges and waits for the reply. */
    public Reply ack(long offset) {
        return request("ack", Json.object().add("offset", offset).build());
    }

    /** Sends a request with a unique id and waits for its reply. */
    public Reply request(String method, JsonObject params) {
        int id = requests.incrementAndGet();
        JsonObjectBuilder json = Json.object().add("method", method);
        if (params != null) {
            json.add("params", params);
        }
        send(json.add("req_id", id).build().toString());
        return received.awaitReply(id);
    }

    /** Sends any text, well-formed or not. */
    public void send(String text) {
        socket.sendText(text, true).orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Closes with code 1000 and waits for the server's close frame. */
    public Received.Closed leave() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
        return received.awaitClose();
    }

    /** Aborts the connection without a close frame, like a crashed machine. */
    public void abort() {
        socket.abort();
        received.add(new Received.Closed(1006, "aborted by this client"));
    }

    @Override
    public void close() {
        if (received.closed().isEmpty()) {
            try {
                leave();
            } catch (CompletionException | AssertionError e) {
                // a killed server sends no close frame
                socket.abort();
            }
        }
    }

    /** The JDK calls it from one thread at a time. */
    private final class Recorder implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                receive(Received.of(Json.object(whole)));
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            receive(new Received.Closed(code, reason));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            receive(new Received.Closed(1006, String.valueOf(error)));
        }

        private void receive(Received message) {
            observer.accept(message);
            received.add(message);
        }
    }
}
