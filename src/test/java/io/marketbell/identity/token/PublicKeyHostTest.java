package io.marketbell.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicKeyHostTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void responseBodyIsReturned() throws Exception {
        assertThat(answering(exchange -> say(exchange, 200, "{\"keys\":[]}")).call())
                .isEqualTo("{\"keys\":[]}");
    }

    @Test
    void otherStatusThan200IsAFailure() {
        for (int status : new int[] {204, 404, 500}) {
            assertThatThrownBy(() ->
                            answering(exchange -> say(exchange, status, "")).call())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("answered " + status);
        }
    }

    @Test
    void unreachableHostFailsImmediately() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThatThrownBy(() -> new PublicKeyHost(URI.create("http://127.0.0.1:" + port + "/")).call())
                .isInstanceOf(IOException.class);
    }

    @Test
    void endlessResponseTimesOut() {
        PublicKeyHost dripping = answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });

        long start = System.nanoTime();
        assertThatThrownBy(dripping::call).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FetchedPublicKeys.PATIENCE.plusSeconds(1));
    }

    @Test
    void responseOfTheMaximumSizeIsReturned() throws Exception {
        String largest = "k".repeat(PublicKeyHost.MAX_BYTES);

        assertThat(answering(exchange -> say(exchange, 200, largest)).call()).isEqualTo(largest);
    }

    /** Not after all of it has been read. */
    @Test
    void responseIsEndedWhenItExceedsTheMaximum() {
        AtomicLong sent = new AtomicLong();
        PublicKeyHost flooding = answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            while (over.getCount() > 0) {
                exchange.getResponseBody().write(block);
                sent.addAndGet(block.length);
            }
        });

        assertThatThrownBy(flooding::call)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than " + PublicKeyHost.MAX_BYTES + " bytes");
        assertThat(sent.get()).isLessThan(64L << 20);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PublicKeyHost answering(HttpHandler handler) {
        String path = "/" + System.nanoTime();
        server.createContext(path, handler);
        return new PublicKeyHost(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
