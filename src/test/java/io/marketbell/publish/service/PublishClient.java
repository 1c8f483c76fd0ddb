package io.marketbell.publish.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.identity.BelievingIdentification;
import io.marketbell.testkit.client.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An HTTP client for publishers and traders. Also verifies that client errors leave no stack trace in the log. */
public record PublishClient(URL base) {
    public static final String JSON = "application/json";
    public static final String NOTIFICATIONS = "api/v1/notifications";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public JsonObject json() {
            return Json.object(body());
        }

        /** Returns the indexes of the items in this list of the response. */
        public List<Integer> indexes(String list) {
            return json().getJsonArray(list).getValuesAs((JsonObject entry) -> entry.getInt("index"));
        }
    }

    /** @param body JSON with apostrophes instead of quotation marks */
    public Answer publish(String user, String mediaType, String body) {
        return post(NOTIFICATIONS, user + ":publisher", mediaType, json(body));
    }

    /** @param body JSON with apostrophes instead of quotation marks */
    public Answer acknowledge(String user, String body) {
        return post(NOTIFICATIONS + "/acks", user + ":trader", JSON, json(body));
    }

    private static BodyPublisher json(String apostrophed) {
        return BodyPublishers.ofString(apostrophed.replace('\'', '"'));
    }

    public Answer post(String path, String caller, String mediaType, BodyPublisher body) {
        return ask(
                path,
                caller,
                request -> request.header("Content-Type", mediaType).POST(body));
    }

    public Answer get(String path, String caller) {
        return ask(path, caller, HttpRequest.Builder::GET);
    }

    /**
     * @param caller the name, a colon, and the role; null: anonymous
     * @param how changes the request from a plain GET
     */
    public Answer ask(String path, String caller, UnaryOperator<HttpRequest.Builder> how) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (caller != null) {
            request.header(BelievingIdentification.HEADER, caller);
        }
        long traces = traces();
        try {
            HttpResponse<String> response = HTTP.send(how.apply(request).build(), BodyHandlers.ofString());
            assertThat(response.headers().map().keySet()).noneMatch(name -> name.contains("xception"));
            if (response.statusCode() != 500) {
                assertThat(traces()).as("stack traces in the log").isEqualTo(traces);
            }
            return new Answer(response);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long traces() {
        return Pattern.compile("(?m)^\\s+at \\S+\\(|CWPMI2006W")
                .matcher(log())
                .results()
                .count();
    }

    /** Returns the log of the servers of this build. */
    public static String log() {
        Path servers = Path.of(System.getProperty("marketbell.it.wlp"), "usr", "servers");
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> names = Files.list(servers)) {
            for (Path server : names.toList()) {
                Path log = server.resolve("logs/messages.log");
                logs.append(Files.exists(log) ? Files.readString(log) : "");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return logs.toString();
    }
}
