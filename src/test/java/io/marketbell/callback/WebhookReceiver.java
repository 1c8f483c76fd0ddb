package io.marketbell.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A local HTTP server that receives a publisher's callbacks. */
public final class WebhookReceiver implements AutoCloseable {

    public record ReceivedCallback(String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.get(name).get(0);
        }
    }

    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public final List<ReceivedCallback> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer = status(204);

    public WebhookReceiver() throws IOException {
        this(HttpServer.create(here(), 50), "http");
    }

    private WebhookReceiver(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /** Starts the receiver with TLS and this certificate. */
    static WebhookReceiver secured(SSLContext certificate) throws IOException {
        HttpsServer server = HttpsServer.create(here(), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate));
        return new WebhookReceiver(server, "https");
    }

    private static InetSocketAddress here() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    void answers(Answer answer) {
        this.answer = answer;
    }

    int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            received.add(new ReceivedCallback(
                    exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
            answer.to(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
