package io.marketbell.operations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as maps, lists and scalars; a duplicate key is an error. */
final class Yaml {
    private Yaml() {}

    /** All documents of a file. */
    static List<Map<String, Object>> all(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<Map<String, Object>> documents = new ArrayList<>();
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(options))
                .loadAll(ShownMetrics.read(file))
                .forEach(document -> documents.add(map(document)));
        return documents;
    }

    static Map<String, Object> one(Path file) {
        return all(file).get(0);
    }

    static Map<String, Object> map(Object node) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (node != null) {
            ((Map<?, ?>) node).forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    static List<Map<String, Object>> maps(Object node) {
        return node == null
                ? List.of()
                : ((List<?>) node).stream().map(Yaml::map).toList();
    }

    static Map<String, String> strings(Object node) {
        Map<String, String> strings = new LinkedHashMap<>();
        map(node).forEach((key, value) -> strings.put(key, String.valueOf(value)));
        return strings;
    }

    /** The value at a path such as {@code spec.template.spec}; null if there is none. */
    static Object at(Map<String, Object> node, String path) {
        Object here = node;
        for (String key : path.split("\\.")) {
            if (!(here instanceof Map<?, ?> map)) {
                return null;
            }
            here = map.get(key);
        }
        return here;
    }
}
