package io.marketbell.testkit.client;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The REST API with the credentials of one caller. */
public final class RestClient {
    public static final String API_KEY = "X-API-Key";
    public static final String NOTIFICATIONS = "/api/v1/notifications";
    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI base;
    private final Map<String, String> headers;
    private final Duration patience;

    private RestClient(URI base, Map<String, String> headers) {
        this(base, headers, Duration.ofSeconds(30));
    }

    private RestClient(URI base, Map<String, String> headers, Duration patience) {
        this.base = base;
        this.headers = Map.copyOf(headers);
        this.patience = patience;
    }

    public static RestClient withKey(URI base, String apiKey) {
        return new RestClient(base, Map.of(API_KEY, apiKey));
    }

    public static RestClient withToken(URI base, String token) {
        return new RestClient(base, Map.of("Authorization", "Bearer " + token));
    }

    public static RestClient anonymous(URI base) {
        return new RestClient(base, Map.of());
    }

    /** The same caller with one more header. */
    public RestClient with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new RestClient(base, more, patience);
    }

    /** The same caller with another timeout of each request. */
    public RestClient within(Duration timeout) {
        return new RestClient(base, headers, timeout);
    }

    /** A response of any status. */
    public record Answer(int status, HttpResponse<String> response) {
        public String body() {
            return response.body();
        }

        public JsonObject json() {
            return Json.object(body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /** Checks the status and returns this response. */
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError(response.request().method() + ' ' + response.uri() + " answered " + status
                        + " instead of " + expected + ": " + body());
            }
            return this;
        }
    }

    public Answer publish(JsonObject notification) {
        return post(NOTIFICATIONS, notification.toString());
    }

    public Answer publishArray(Collection<JsonObject> notifications) {
        return post(NOTIFICATIONS, Json.array(notifications).toString());
    }

    public Answer publishNdjson(Collection<JsonObject> notifications) {
        return publishNdjson(notifications.stream().map(JsonObject::toString).collect(Collectors.joining("\n")));
    }

    public Answer publishNdjson(String lines) {
        return send("POST", NOTIFICATIONS, NDJSON, lines.getBytes(StandardCharsets.UTF_8));
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    public Answer post(String path, String json) {
        return send("POST", path, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer put(String path, String json) {
        return send("PUT", path, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    /** Sends any request; a null content type or body is omitted. */
    public Answer send(String method, String path, String contentType, byte[] body) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base.toString().replaceFirst("/$", "") + path))
                .timeout(patience)
                .method(method, publisher);
        headers.forEach(request::header);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + ' ' + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
