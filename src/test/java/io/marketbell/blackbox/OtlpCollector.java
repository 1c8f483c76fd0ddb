package io.marketbell.blackbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives OTLP exports of a server (HTTP, protobuf) and searches them for ids and names without decoding. */
final class OtlpCollector implements AutoCloseable {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpServer http;

    OtlpCollector() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestURI() + "\n" + new String(body, StandardCharsets.ISO_8859_1));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** All requests received on any path; empty if there were none. */
    List<String> received() {
        return received;
    }

    /** Whether a span of this trace was received in an export that also contains this name. */
    boolean hasSpan(String traceId, String name) {
        String id = new String(HexFormat.of().parseHex(traceId), StandardCharsets.ISO_8859_1);
        return received.stream()
                .anyMatch(export -> export.startsWith("/v1/traces\n") && export.contains(id) && export.contains(name));
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
