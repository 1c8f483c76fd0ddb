package io.marketbell.testkit.server;

import io.marketbell.testkit.client.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The HTTP requests of one connection, up to its upgrade. */
final class FakeHttp {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final FakeMarketbell marketbell;
    private final Socket socket;

    FakeHttp(FakeMarketbell marketbell, Socket socket) {
        this.marketbell = marketbell;
        this.socket = socket;
    }

    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4096));
            OutputStream out = socket.getOutputStream();
            while (true) {
                String requestLine = line(in);
                if (requestLine == null) {
                    return;
                }
                Map<String, String> headers = headers(in);
                if (headers.containsKey("sec-websocket-key")) {
                    upgrade(headers, in, out);
                    return;
                }
                byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                answer(requestLine, headers, new String(body, StandardCharsets.UTF_8), out);
            }
        } catch (IOException e) {
            // the client closed the connection
        }
    }

    private static Map<String, String> headers(DataInputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return headers;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private void answer(String requestLine, Map<String, String> headers, String body, OutputStream out)
            throws IOException {
        boolean known = marketbell.userOf(headers.get("x-api-key")) != null;
        if (requestLine.startsWith("GET /health/ready ") || requestLine.startsWith("GET /empty ")) {
            write(out, "200 OK", "{}");
        } else if (!known) {
            write(out, "401 Unauthorized", "{\"status\":401}");
        } else if (requestLine.startsWith("POST /api/v1/api-keys ")) {
            write(out, "201 Created", marketbell.createKey(Json.object(body)).toString());
        } else if (requestLine.startsWith("POST /api/v1/notifications ")) {
            write(
                    out,
                    "202 Accepted",
                    publish(headers.get("content-type"), body).toString());
        } else {
            write(out, "404 Not Found", "{\"status\":404}");
        }
    }

    private JsonObject publish(String contentType, String body) {
        if (contentType.equals("application/x-ndjson")) {
            return marketbell.publish(body.lines().map(Json::object).toList(), true);
        }
        JsonValue json = Json.read(body);
        return json instanceof JsonArray array
                ? marketbell.publish(array.getValuesAs(JsonObject.class), true)
                : marketbell.publish(List.of(json.asJsonObject()), false);
    }

    /** Sends bodies of odd length in chunks, those of even length with a Content-Length: clients must support both. */
    private static void write(OutputStream out, String status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n";
        if (bytes.length % 2 == 1) {
            int half = bytes.length / 2 + 1;
            head += "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(half) + "\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, 0, half);
            if (half < bytes.length) {
                out.write(("\r\n" + Integer.toHexString(bytes.length - half) + ";ext\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(bytes, half, bytes.length - half);
            }
            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
            out.write((head + "Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
        }
        out.flush();
    }

    private void upgrade(Map<String, String> headers, DataInputStream in, OutputStream out) throws IOException {
        String key = headers.get("x-api-key");
        if (key != null && marketbell.userOf(key) == null) {
            write(out, "401 Unauthorized", "{\"status\":401}");
            return;
        }
        String protocol = headers.containsKey("sec-websocket-protocol")
                ? "\r\nSec-WebSocket-Protocol: " + headers.get("sec-websocket-protocol")
                : "";
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade"
                        + "\r\nSec-WebSocket-Accept: " + accept(headers.get("sec-websocket-key")) + protocol
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        new FakeConnection(marketbell, in, out, marketbell.userOf(key)).serve();
    }

    private static String accept(String key) {
        try {
            byte[] digest = java.security.MessageDigest.getInstance("SHA-1")
                    .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return java.util.Base64.getEncoder().encodeToString(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
