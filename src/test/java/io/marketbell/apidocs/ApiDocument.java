package io.marketbell.apidocs;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** An OpenAPI or AsyncAPI document and its schemas. */
public final class ApiDocument {
    private static final YAMLMapper YAML = YAMLMapper.shared();
    /** Declares "components" as a keyword without validation, because it is not part of JSON Schema. */
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(Dialect.builder(Dialects.getDraft202012())
                    .keyword(new NonValidationKeyword("components"))
                    .build());

    private final JsonNode root;
    private final Map<JsonNode, Schema> compiled = new IdentityHashMap<>();

    private ApiDocument(JsonNode root) {
        this.root = root;
    }

    /** Loads the hand-written part of the OpenAPI document. */
    public static ApiDocument openApi() {
        return of(Path.of("src/main/resources/META-INF/openapi.yaml"));
    }

    public static ApiDocument asyncApi() {
        return of(Path.of("src/main/webapp/asyncapi.yaml"));
    }

    private static ApiDocument of(Path file) {
        try {
            return new ApiDocument(YAML.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a JSON document. */
    public static ApiDocument of(String json) {
        return new ApiDocument(value(json));
    }

    public static JsonNode value(String json) {
        return JsonMapper.shared().readTree(json);
    }

    /** Returns the node at a JSON pointer; fails if there is none. */
    public JsonNode at(String pointer) {
        JsonNode found = root.at(pointer);
        if (found.isMissingNode()) {
            throw new AssertionError("no node at " + pointer);
        }
        return found;
    }

    public JsonNode schema(String name) {
        return at("/components/schemas/" + name);
    }

    public List<String> texts(String pointer) {
        return texts(at(pointer));
    }

    public static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    public Collection<String> properties(String schema) {
        return schema(schema).path("properties").propertyNames();
    }

    /** Returns the node, with a reference resolved. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(at(node.get("$ref").asString().substring(1))) : node;
    }

    /** Returns the violations of a value against a schema of this document. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        List<Error> errors = compiled.computeIfAbsent(schema, this::compile).validate(value);
        return errors.stream().map(Error::toString).toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = YAML.createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", root.get("components"));
        return SCHEMAS.getSchema(whole);
    }

    /**
     * Returns the locations of members without a schema. Response schemas are open, so that members can be added later;
     * validation alone would not find them.
     */
    public List<String> undocumented(JsonNode schema, JsonNode value) {
        List<String> found = new ArrayList<>();
        look(List.of(schema), value, "", found);
        return found;
    }

    private void look(List<JsonNode> schemas, JsonNode value, String place, List<String> found) {
        List<JsonNode> all = schemas.stream().flatMap(this::alternatives).toList();
        if (value instanceof ArrayNode) {
            List<JsonNode> items = all.stream()
                    .filter(s -> s.has("items"))
                    .map(s -> s.get("items"))
                    .toList();
            int i = 0;
            for (JsonNode item : value) {
                look(items, item, place + '/' + i++, found);
            }
        } else if (value instanceof ObjectNode) {
            Map<String, List<JsonNode>> known = new TreeMap<>();
            boolean open = false;
            for (JsonNode schema : all) {
                schema.path("properties")
                        .forEachEntry((name, property) -> known.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(property));
                JsonNode additional = schema.path("additionalProperties");
                open |= additional.isObject() || additional.asBoolean(false);
            }
            boolean any = open;
            value.forEachEntry((name, member) -> {
                if (known.containsKey(name)) {
                    look(known.get(name), member, place + '/' + name, found);
                } else if (!any) {
                    found.add(place + '/' + name);
                }
            });
        }
    }

    private Stream<JsonNode> alternatives(JsonNode schema) {
        JsonNode target = resolved(schema);
        Stream<JsonNode> parts = Stream.of("oneOf", "anyOf", "allOf")
                .flatMap(keyword -> target.path(keyword).valueStream())
                .flatMap(this::alternatives);
        return Stream.concat(Stream.of(target), parts);
    }

    public List<DescribedOperation> operations() {
        List<DescribedOperation> operations = new ArrayList<>();
        at("/paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    if (operation.has("responses")) {
                        operations.add(new DescribedOperation(
                                this, method.toUpperCase(java.util.Locale.ROOT), path, operation));
                    }
                }));
        return operations;
    }

    public DescribedOperation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findAny()
                .orElseThrow(() -> new AssertionError("no such operation: " + id));
    }
}
