package io.marketbell.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Builds a JSON object from Java values: texts, numbers, booleans, maps, collections, streams, JSON values and other
 * builders; anything else is written as its {@code toString()}. Members keep their order. Not thread-safe.
 */
public final class JsonMembers {
    /** Looked up once: the static methods of {@code Json} search the class path on each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final JsonBuilderFactory BUILDERS = JSON.createBuilderFactory(Map.of());

    private final JsonObjectBuilder members = BUILDERS.createObjectBuilder();

    /** Writes null if the value is null. */
    public JsonMembers add(String name, Object value) {
        members.add(name, value(value));
        return this;
    }

    /** Omits the member if the value is null. */
    public JsonMembers addPresent(String name, Object value) {
        return value == null ? this : add(name, value);
    }

    public JsonMembers addAll(Map<String, ?> more) {
        more.forEach(this::add);
        return this;
    }

    public JsonObject build() {
        return members.build();
    }

    private static JsonValue value(Object value) {
        if (value == null) {
            return JsonValue.NULL;
        }
        if (value instanceof JsonValue json) {
            return json;
        }
        if (value instanceof JsonMembers object) {
            return object.build();
        }
        if (value instanceof Boolean flag) {
            return flag ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            JsonMembers object = new JsonMembers();
            map.forEach((name, member) -> object.add(name.toString(), member));
            return object.build();
        }
        if (value instanceof Collection<?> elements) {
            return array(elements.stream());
        }
        return value instanceof Stream<?> elements ? array(elements) : JSON.createValue(value.toString());
    }

    private static JsonValue number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return JSON.createValue(decimal);
        }
        return number instanceof Double fraction ? JSON.createValue(fraction) : JSON.createValue(number.longValue());
    }

    private static JsonArray array(Stream<?> elements) {
        JsonArrayBuilder array = BUILDERS.createArrayBuilder();
        elements.forEach(element -> array.add(value(element)));
        return array.build();
    }
}
