package io.marketbell.bench.load;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.RestClient;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The users of the connections, with their API keys. */
record Users(List<String> names, List<String> keys) {
    private static final int LINES = 8;

    Users {
        names = List.copyOf(names);
        keys = List.copyOf(keys);
        if (names.isEmpty() || names.size() != keys.size()) {
            throw new IllegalArgumentException(names.size() + " users, but " + keys.size() + " keys");
        }
    }

    String name(int connection) {
        return names.get(connection % names.size());
    }

    String key(int connection) {
        return keys.get(connection % keys.size());
    }

    /** Creates this number of traders over REST, several at a time. */
    static Users create(URI target, String adminKey, int count) {
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> "load-" + i).toList();
        String[] keys = new String[count];
        IntStream.range(0, LINES).parallel().forEach(share -> {
            try (HttpLine line = new HttpLine(target, adminKey)) {
                for (int i = share; i < count; i += LINES) {
                    keys[i] = create(line, names.get(i));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return new Users(names, List.of(keys));
    }

    private static String create(HttpLine line, String user) throws IOException {
        String request = Json.object()
                .add("user", user)
                .add("roles", Json.strings(List.of("trader")))
                .add("tier", "standard")
                .build()
                .toString();
        HttpLine.Answer answer =
                line.post("/api/v1/api-keys", RestClient.JSON, request.getBytes(StandardCharsets.UTF_8));
        if (answer.status() / 100 != 2) {
            throw new IOException("no key for " + user + ": " + answer.status() + ' ' + answer.text());
        }
        // the secret is found by its prefix, independent of the name of its member
        return Json.object(answer.text()).values().stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).getString())
                .filter(text -> text.startsWith("mb_"))
                .findFirst()
                .orElseThrow(() -> new IOException("no key in the answer for " + user));
    }
}
