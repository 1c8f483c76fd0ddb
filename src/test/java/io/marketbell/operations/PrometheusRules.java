package io.marketbell.operations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of liberty/prometheus. */
final class PrometheusRules {
    static final Path FILE = Path.of("liberty/prometheus/marketbell.rules.yml");
    static final List<Path> TESTS =
            List.of(Path.of("liberty/prometheus/objectives.test.yml"), Path.of("liberty/prometheus/levels.test.yml"));

    /** @param alert or null */
    record Rule(
            String record, String alert, String expr, Map<String, String> labels, Map<String, String> annotations) {}

    private final List<Rule> all = new ArrayList<>();

    PrometheusRules() {
        for (Map<String, Object> group : Yaml.maps(Yaml.one(FILE).get("groups"))) {
            for (Map<String, Object> rule : Yaml.maps(group.get("rules"))) {
                all.add(new Rule(
                        (String) rule.get("record"),
                        (String) rule.get("alert"),
                        (String) rule.get("expr"),
                        Yaml.strings(rule.get("labels")),
                        Yaml.strings(rule.get("annotations"))));
            }
        }
    }

    List<Rule> all() {
        return all;
    }

    List<Rule> alerts() {
        return all.stream().filter(rule -> rule.alert() != null).toList();
    }

    /** The names of recorded metrics. */
    Set<String> recorded() {
        return all.stream()
                .filter(rule -> rule.record() != null)
                .map(Rule::record)
                .collect(Collectors.toSet());
    }
}
