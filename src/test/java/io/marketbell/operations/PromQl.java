package io.marketbell.operations;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics of a PromQL expression: parses enough of the grammar to distinguish metric names from other words. Does
 * not check validity; promtool does.
 *
 * @param selectors metrics, with the labels selected of each
 * @param groupedBy labels of by, on and similar clauses
 */
record PromQl(Map<String, Set<String>> selectors, Set<String> groupedBy) {
    private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w.:$])([a-zA-Z_:][\\w:]*+)(?!\\s*\\()\\s*(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan", "atan2");

    static PromQl of(String expression) {
        String rest =
                RANGE.matcher(STRING.matcher(expression).replaceAll("\"\"")).replaceAll("");
        Set<String> groupedBy = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(rest);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",")) {
                groupedBy.add(label.strip());
            }
        }
        groupedBy.remove("");
        Map<String, Set<String>> selectors = new TreeMap<>();
        Matcher selector = SELECTOR.matcher(grouping.replaceAll(" "));
        while (selector.find()) {
            if (!WORDS.contains(selector.group(1))) {
                Set<String> labels = selectors.computeIfAbsent(selector.group(1), name -> new TreeSet<>());
                Matcher label = LABEL.matcher(selector.group(2) == null ? "" : selector.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        return new PromQl(new LinkedHashMap<>(selectors), groupedBy);
    }
}
