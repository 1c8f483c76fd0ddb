package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings and their defaults in the tables of docs/reference/settings*.md. */
final class DocumentedSettings {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+) \\| ([^|]*) \\|.*$");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern SETTING = Pattern.compile("`(marketbell\\.[a-z.]+[a-z])`");
    private static final Pattern ROOM = Pattern.compile("\\w+\\.\\w+");

    private final Map<String, String> defaults = new TreeMap<>();

    DocumentedSettings() {
        Matcher row = ROW.matcher(pages());
        while (row.find()) {
            add(names(row.group(1)), row.group(2).split(" · "));
        }
    }

    /** The text of all settings pages. */
    static String pages() {
        return Stream.of("settings", "settings-edge", "settings-operation")
                .map(page -> ShownMetrics.read(Path.of("docs/reference", page + ".md")))
                .collect(Collectors.joining());
    }

    /** Returns whether the pages contain the setting or variable with this name in the environment. */
    static boolean hasVariable(String name) {
        String pages = pages();
        return ShownMetrics.groups(SETTING, pages)
                        .map(setting -> setting.toUpperCase(Locale.ROOT).replace('.', '_'))
                        .anyMatch(name::equals)
                || pages.contains("`" + name)
                || pages.contains("`" + name.replaceFirst(".*(?=_[A-Z]+$)", "") + "`");
    }

    private static List<String> names(String cell) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(cell);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    /** A name that starts with a dot continues the prefix of the first one, such as {@code marketbell.health}. */
    private void add(List<String> names, String[] values) {
        Matcher room = ROOM.matcher(names.get(0));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.startsWith(".")) {
                assertThat(room.lookingAt()).as(name).isTrue();
                name = room.group() + name;
            }
            if (isSetting(name)) {
                assertThat(defaults.put(name, normal(values[Math.min(i, values.length - 1)])))
                        .as("%s must be documented once", name)
                        .isNull();
            }
        }
    }

    /** These tables also contain rows of environment variables and of limits that are not settings. */
    private static boolean isSetting(String name) {
        return name.contains(".");
    }

    /** Removes notes on development and the image, and marks that ease reading. */
    private static String normal(String cell) {
        String value = cell.replaceAll(";.*", "").replace("`", "").strip();
        return value.matches("[0-9][0-9,.]*( s)?") ? value.replace(",", "").replace(" s", "") : value;
    }

    /** The defaults by name. */
    Map<String, String> defaults() {
        return defaults;
    }
}
