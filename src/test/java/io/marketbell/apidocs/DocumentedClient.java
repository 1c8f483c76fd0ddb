package io.marketbell.apidocs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A client that uses only the API description. An event stream is read up to a given line, because it does not end. */
public final class DocumentedClient {
    public static final String JSON = "application/json";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    public DocumentedClient(URI base) {
        this.base = base;
    }

    public record Answer(int status, HttpHeaders headers, String body) {
        public String type() {
            return headers.firstValue("Content-Type").orElse("");
        }

        public boolean isJson() {
            return type().startsWith(JSON) || type().startsWith("application/health+json") || isProblem();
        }

        public boolean isProblem() {
            return type().startsWith("application/problem+json");
        }
    }

    /** A request; each with-method returns a changed copy. */
    public record Ask(String method, String target, Map<String, String> headers, String body) {
        public static Ask of(String method, String target) {
            return new Ask(method, target, Map.of(), null);
        }

        public Ask with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            if (value != null) {
                more.put(header, value);
            }
            return new Ask(method, target, more, body);
        }

        public Ask as(String apiKey) {
            return with("X-API-Key", apiKey);
        }

        public Ask sending(String type, String text) {
            return new Ask(method, target, with("Content-Type", type).headers, text);
        }

        @Override
        public String toString() {
            String sent = body == null || body.length() < 600 ? body : body.substring(0, 600) + "…";
            return method + ' ' + target + ' ' + headers + (sent == null ? "" : ' ' + sent);
        }
    }

    public Answer ask(Ask ask) {
        return ask(ask, line -> line.isEmpty());
    }

    /** @param enough the event stream is closed after the first line that matches */
    public Answer ask(Ask ask, Predicate<String> enough) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(ask.target()))
                .timeout(Duration.ofSeconds(30))
                .method(
                        ask.method(),
                        ask.body() == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(ask.body(), StandardCharsets.UTF_8));
        ask.headers().forEach(request::header);
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                boolean events =
                        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
                String text = events ? read(body, enough) : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(response.statusCode(), response.headers(), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(ask.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(InputStream events, Predicate<String> enough) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.append(line).append('\n');
            if (enough.test(line)) {
                break;
            }
        }
        return text.toString();
    }
}
