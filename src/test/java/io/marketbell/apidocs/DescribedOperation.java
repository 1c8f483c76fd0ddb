package io.marketbell.apidocs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One operation of an OpenAPI document. */
public record DescribedOperation(ApiDocument document, String method, String path, JsonNode node) {
    private static final Pattern ROLE = Pattern.compile("`(\\w+)`");
    private static final String NEEDS = "Requires the role ";

    /**
     * @param type content type
     * @param text the request body
     */
    public record Example(String name, String type, String text) {}

    public String id() {
        return node.path("operationId").asString("");
    }

    public Set<String> statuses() {
        return new TreeSet<>(node.get("responses").propertyNames());
    }

    public JsonNode response(String status) {
        return document.resolved(node.get("responses").get(status));
    }

    /** Returns the roles that the description names. */
    public Set<String> roles() {
        String text = node.path("description").asString("");
        Set<String> roles = new TreeSet<>();
        int at = text.lastIndexOf(NEEDS);
        Matcher matcher = ROLE.matcher(at < 0 ? "" : text.substring(at));
        while (matcher.find()) {
            roles.add(matcher.group(1));
        }
        return roles;
    }

    public List<JsonNode> parameters() {
        return node.path("parameters").valueStream().map(document::resolved).toList();
    }

    public boolean hasBody() {
        return node.has("requestBody");
    }

    /** Returns the schema of the JSON body. */
    public JsonNode bodySchema() {
        return document.resolved(node.get("requestBody")).at("/content/application~1json/schema");
    }

    public List<Example> requestExamples() {
        List<Example> examples = new ArrayList<>();
        if (hasBody()) {
            document.resolved(node.get("requestBody"))
                    .get("content")
                    .forEachEntry((type, content) -> content.path("examples")
                            .forEachEntry((name, example) -> examples.add(new Example(name, type, text(example)))));
        }
        return examples;
    }

    private String text(JsonNode example) {
        JsonNode value = document.resolved(example).get("value");
        return value.isString() ? value.asString() : value.toString();
    }

    /** Returns the statuses and the example with this name in each response that has one. */
    public Map<String, JsonNode> responseExamples(String name) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        statuses()
                .forEach(status -> response(status).path("content").forEach(content -> {
                    JsonNode example = content.path("examples").path(name);
                    if (example.has("value")) {
                        found.put(status, example.get("value"));
                    }
                }));
        return found;
    }

    /** Returns the path and query with the parameters' examples. Values from {@code given} take precedence. */
    public String target(UnaryOperator<String> given, Predicate<String> left) {
        String target = path;
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : parameters()) {
            String name = parameter.get("name").asString();
            String value = given.apply(name);
            if (value == null && parameter.has("example")) {
                JsonNode example = parameter.get("example");
                value = example.isArray() ? String.join(",", ApiDocument.texts(example)) : example.asString();
            }
            if (value == null || left.test(name)) {
                continue;
            }
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            switch (parameter.get("in").asString()) {
                case "path" -> target = target.replace('{' + name + '}', encoded);
                case "query" ->
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(name)
                            .append('=')
                            .append(encoded);
                default -> {}
            }
        }
        return target + query;
    }

    @Override
    public String toString() {
        return method + ' ' + path;
    }
}
