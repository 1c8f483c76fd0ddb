package io.marketbell.channel.websocket;

import io.marketbell.testkit.client.RawSocket;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of the channel over HTTP, WebSocket and Server-Sent Events. */
final class ChannelClient {
    private final URL base;

    ChannelClient(URL base) {
        this.base = base;
    }

    RawSocket socket(String... headers) {
        return socketAt("ws/v1/notifications", headers);
    }

    RawSocket socketAt(String path, String... headers) {
        return RawSocket.upgrade(URI.create(base.toString()), base.getPath() + path, headers);
    }

    /** Returns the response to a request for events, successful or not. */
    RawSocket stream(String query, String... headers) {
        return socketAt("api/v1/notifications/stream?" + query, headers);
    }

    /** For tests that read the stream slowly or not at all. */
    HttpURLConnection streaming(String query, String key) throws IOException {
        HttpURLConnection stream =
                (HttpURLConnection) new URL(base, "api/v1/notifications/stream?" + query).openConnection();
        stream.setRequestProperty("X-API-Key", key);
        stream.setReadTimeout(10_000);
        return stream;
    }

    /** Returns the id by which the test's servlet knows the connection. */
    static String session(RawSocket alice) {
        alice.sendText("{\"method\":\"auth\",\"params\":{\"api_key\":\"mb_alice\"}}");
        return alice.next().replaceAll(".*\"session\":\"(c\\d+)\".*", "$1");
    }

    /** Returns the number of flood frames sent to the connection, and the number of its pongs. */
    int[] state(String id) throws Exception {
        String[] words = get("/cut-off?ask=1&connection=" + id).body().split(" ");
        return new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return HttpClient.newHttpClient().send(request(path, headers), BodyHandlers.ofString());
    }

    HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/$", "") + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.timeout(Duration.ofSeconds(15)).build();
    }
}
