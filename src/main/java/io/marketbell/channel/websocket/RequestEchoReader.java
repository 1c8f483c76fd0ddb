package io.marketbell.channel.websocket;

import io.marketbell.json.StrictJson;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Extracts the members that the reply to a refused frame repeats. Reads only the beginning of the frame: the rest of a
 * frame that is refused for its size or frequency is neither parsed nor inspected.
 */
final class RequestEchoReader {
    private static final int LENGTH = 512;
    private static final Set<String> METHODS =
            Set.of("auth", "subscribe", "unsubscribe", "subscriptions", "ack", "ping");

    /** The id was not inspected, so it is repeated only if it consists of harmless characters. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_.:#-]{1,64}");

    private String method;
    private String id;

    private RequestEchoReader() {}

    /** Method and id are null if they do not occur in the first 512 characters. */
    static RequestEcho echo(String text) {
        RequestEchoReader head = new RequestEchoReader();
        try (JsonParser parser = StrictJson.parser(text.substring(0, Math.min(LENGTH, text.length())))) {
            head.read(parser);
        } catch (RuntimeException endsThere) {
            // the members found before are used
        }
        return new RequestEcho(head.method, head.id);
    }

    private void read(JsonParser parser) {
        int depth = 0;
        String name = null;
        while (parser.hasNext() && (method == null || id == null)) {
            switch (parser.next()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case KEY_NAME -> name = depth == 1 ? parser.getString() : null;
                default -> {
                    if (depth == 1) {
                        found(name, parser.getValue());
                    }
                }
            }
        }
    }

    private void found(String name, JsonValue value) {
        boolean isText = value instanceof JsonString;
        if ("method".equals(name) && isText && METHODS.contains(((JsonString) value).getString())) {
            method = ((JsonString) value).getString();
        } else if ("req_id".equals(name)) {
            String text = isText ? ((JsonString) value).getString() : value.toString();
            id = HARMLESS.matcher(text).matches() ? value.toString() : null;
        }
    }
}
