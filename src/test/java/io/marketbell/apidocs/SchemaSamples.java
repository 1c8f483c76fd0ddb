package io.marketbell.apidocs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates values for a schema: most are valid; some are at or just beyond the bounds, of the wrong type, missing or
 * unknown. The same seed generates the same values.
 */
public final class SchemaSamples {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> ODD_TEXTS = List.of(
            "", " ", "null", "0", "\u0000", "line\nbreak", "ß→😀", "\ud800", "%", "..", "a/b", "a,b", "{}", "[]", "\"");

    private final ApiDocument document;
    private final Random random;

    public SchemaSamples(ApiDocument document, Random random) {
        this.document = document;
        this.random = random;
    }

    /** About one in three values is invalid. */
    public JsonNode of(JsonNode given) {
        JsonNode schema = document.resolved(given);
        if (chance(0.04)) {
            return ofAnotherType();
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return chance(0.1) ? NODES.stringNode("NO_" + random.nextInt(10)) : any(list(schema.get("enum")));
        }
        if (schema.has("oneOf") && !schema.has("properties")) {
            return of(any(list(schema.get("oneOf"))));
        }
        JsonNode examples = schema.path("examples");
        if (!examples.isEmpty() && chance(0.3)) {
            return examples.get(random.nextInt(examples.size()));
        }
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer" -> NODES.numberNode(integer(schema));
            case "number" -> NODES.numberNode(random.nextGaussian() * 1e6);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            default -> NODES.stringNode(text(schema));
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.get(0).asString() : type.asString("string");
    }

    private JsonNode object(JsonNode schema) {
        ObjectNode object = NODES.objectNode();
        List<String> required = ApiDocument.texts(schema.path("required"));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean requested = required.contains(property.getKey()) ? !chance(0.05) : chance(0.5);
            if (requested) {
                object.set(property.getKey(), of(property.getValue()));
            }
        }
        if (chance(0.05)) {
            object.set("unheard_of", ofAnotherType());
        }
        return object;
    }

    private JsonNode array(JsonNode schema) {
        ArrayNode array = NODES.arrayNode();
        int most = schema.path("maxItems").asInt(3);
        int size = chance(0.02) ? Math.min(most + 1, 1_001) : chance(0.05) ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            array.add(of(schema.path("items")));
        }
        return array;
    }

    private long integer(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(Integer.MAX_VALUE);
        return switch (random.nextInt(8)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> least - 1;
            case 3 -> most + 1; // beyond the largest long, the value wraps around and is also out of bounds
            default -> least + random.nextInt(100);
        };
    }

    private String text(JsonNode schema) {
        int least = schema.path("minLength").asInt(0);
        int most = Math.min(schema.path("maxLength").asInt(200), 3_000);
        return switch (random.nextInt(8)) {
            case 0 -> any(ODD_TEXTS);
            case 1 -> "x".repeat(most);
            case 2 -> "x".repeat(most + 1);
            case 3 -> "x".repeat(Math.max(0, least - 1));
            default -> likely(schema.path("format").asString(""));
        };
    }

    private String likely(String format) {
        return switch (format) {
            case "date-time" -> "2026-11-22T10:15:30." + random.nextInt(1000) + 'Z';
            case "uri" -> "https://orders.example.com/" + random.nextInt(100);
            default -> any(List.of("alice", "bob", "AAPL", "alpaca", "PT5S", "7")) + random.nextInt(3);
        };
    }

    private JsonNode ofAnotherType() {
        return any(List.of(
                NODES.nullNode(),
                NODES.booleanNode(true),
                NODES.numberNode(random.nextInt()),
                NODES.numberNode(new java.math.BigDecimal("1e400")),
                NODES.stringNode(any(ODD_TEXTS)),
                NODES.arrayNode(),
                NODES.objectNode()));
    }

    /** Returns a request body, which is sometimes truncated or not JSON at all. */
    public String body(JsonNode schema) {
        String text = JsonMapper.shared().writeValueAsString(of(schema));
        if (chance(0.05)) {
            return text.substring(0, random.nextInt(text.length() + 1));
        }
        return chance(0.02) ? any(ODD_TEXTS) : text;
    }

    /** Returns a parameter value as text, or null to omit the parameter. */
    public String parameter(JsonNode parameter) {
        if (!parameter.path("required").asBoolean(false) && chance(0.5)) {
            return null;
        }
        if (parameter.has("example") && chance(0.4)) {
            return plain(parameter.get("example"));
        }
        return plain(of(parameter.get("schema")));
    }

    private static String plain(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(SchemaSamples::plain).collect(Collectors.joining(","));
        }
        return value.isString() ? value.asString() : value.toString();
    }

    private static List<JsonNode> list(JsonNode array) {
        return new ArrayList<>(array.valueStream().toList());
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
