package io.marketbell.testkit.client;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Sends arbitrary bytes as one HTTP/1.1 exchange, directly or over TLS. Returns every header as received. */
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    private final String from;
    private final String to;
    private final int port;
    private final boolean tls;

    private RawHttp(String from, String to, int port, boolean tls) {
        this.from = from;
        this.to = to;
        this.port = port;
        this.tls = tls;
    }

    public static RawHttp plain(int port) {
        return new RawHttp("127.0.0.1", "127.0.0.1", port, false);
    }

    public static RawHttp tls(int port) {
        return new RawHttp("127.0.0.1", "127.0.0.1", port, true);
    }

    /** The same, but from this address of this machine, such as 127.0.0.3: the server sees another peer. */
    public RawHttp from(String address) {
        return new RawHttp(address, to, port, tls);
    }

    /** The same, but to this address of the server's machine. */
    public RawHttp to(String address) {
        return new RawHttp(from, address, port, tls);
    }

    public boolean isSecure() {
        return tls;
    }

    public String host() {
        return to + ':' + port;
    }

    /** The response; the body up to its announced length. */
    public record Answer(int status, List<Map.Entry<String, String>> headers, String body) {
        /** All values of a header. */
        public List<String> all(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        /** The only value of a header; null if there is none. */
        public String one(String name) {
            List<String> all = all(name);
            if (all.size() > 1) {
                throw new AssertionError(name + " is there " + all.size() + " times: " + all);
            }
            return all.isEmpty() ? null : all.get(0);
        }
    }

    /** @param headers further header lines; Host and Connection have default values unless given here */
    public Answer send(String method, String path, String... headers) {
        return sendBody(method, path, "", headers);
    }

    public Answer sendBody(String method, String path, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\n");
        usual(request, headers, "Connection", "close");
        usual(request, headers, "Host", host());
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return exchange(request.append("\r\n").append(body).toString());
    }

    private static void usual(StringBuilder request, String[] headers, String name, String value) {
        if (List.of(headers).stream().noneMatch(header -> header.startsWith(name + ':'))) {
            request.append(name).append(": ").append(value).append("\r\n");
        }
    }

    /** Sends exactly these characters. */
    public Answer exchange(String request) {
        // closes the TCP connection: closing TLS would wait for the server's close_notify, on a stream until the next
        // heartbeat
        try (Socket connected = connect()) {
            Socket socket = secured(connected);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(new DataInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(to, port), PATIENCE_MILLIS);
        return socket;
    }

    private Socket secured(Socket socket) throws IOException {
        return tls ? trusting().getSocketFactory().createSocket(socket, to, port, true) : socket;
    }

    private static Answer read(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after: " + head);
            }
            head.append((char) next);
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        String[] lines = head.toString().split("\r\n");
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            headers.add(Map.entry(header[0], header[1].strip()));
        }
        Answer answer = new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, "");
        String length = answer.one("Content-Length");
        int size = length == null ? 0 : Integer.parseInt(length);
        return new Answer(answer.status(), headers, new String(in.readNBytes(size), StandardCharsets.UTF_8));
    }

    /** Accepts the self-signed certificates of test servers, for any host name. */
    public static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
