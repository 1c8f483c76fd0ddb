package io.marketbell.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes, files and settings that the documentation names in backticks exist. */
class DocumentedNamesTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+");
    private static final Pattern PATH = Pattern.compile("(?:src|docs|liberty|server-config|\\.ci|\\.github)/[\\w./-]+");
    private static final Pattern SETTING = Pattern.compile("marketbell(?:\\.[a-z]+){2,}");
    private static final Pattern WORD = Pattern.compile("\\w+");

    /** Names of Kubernetes, Open Liberty and jose4j. */
    private static final Set<String> EXTERNAL = Set.of("HttpsJwks", "PrometheusRule", "ServerQuiesceListener");

    private static final Set<String> PLACEHOLDERS = Set.of("docs/adr/NNNN-short-title.md");

    /** A file of the embedded database, and the host of the examples. */
    private static final Set<String> NOT_SETTINGS = Set.of("marketbell.mv.db", "marketbell.example.com");

    @Test
    void everyClassNamedInTheDocumentationExists() throws IOException {
        Set<String> words = wordsOfTheSources();

        assertThat(unknown(CLASS, name -> words.contains(name) || EXTERNAL.contains(name)))
                .isEmpty();
    }

    @Test
    void everyFileNamedInTheDocumentationExists() throws IOException {
        assertThat(unknown(PATH, name -> Files.exists(Path.of(name)) || PLACEHOLDERS.contains(name)))
                .isEmpty();
    }

    @Test
    void everySettingNamedInTheDocumentationIsInTheReference() throws IOException {
        String reference = reference();

        assertThat(unknown(SETTING, name -> isListed(name, reference) || NOT_SETTINGS.contains(name)))
                .isEmpty();
    }

    @Test
    void unknownNamesAreFound() throws IOException {
        String planted = "See `NoSuchClass`, `src/no/such/File.java` and `marketbell.no.such.setting`.";

        assertThat(named(CLASS, planted)).containsExactly("NoSuchClass");
        assertThat(named(PATH, planted)).containsExactly("src/no/such/File.java");
        assertThat(named(SETTING, planted)).containsExactly("marketbell.no.such.setting");
        assertThat(isListed("marketbell.no.such.setting", reference())).isFalse();
        assertThat(isListed("marketbell.delivery.batch.size", reference())).isTrue();
    }

    /** Returns the names of this form that fail the check, each with its page. */
    private static List<String> unknown(Pattern form, Predicate<String> exists) throws IOException {
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            named(form, Files.readString(page)).stream()
                    .filter(exists.negate())
                    .forEach(name -> unknown.add(page + ": " + name));
        }
        return unknown;
    }

    private static List<String> named(Pattern form, String page) {
        return QUOTED.matcher(CODE.matcher(page).replaceAll(""))
                .results()
                .map(quoted -> quoted.group(1))
                .filter(form.asMatchPredicate())
                .distinct()
                .toList();
    }

    /** A table may list several settings with a common prefix as {@code `marketbell.a.b` · `.c`}. */
    private static boolean isListed(String setting, String reference) {
        String variable = setting.toUpperCase(Locale.ROOT).replace('.', '_');
        if (reference.contains("`" + setting + "`") || reference.contains("`" + variable + "`")) {
            return true;
        }
        for (int dot = setting.indexOf('.'); dot >= 0; dot = setting.indexOf('.', dot + 1)) {
            if (reference.contains("`" + setting.substring(dot) + "`")) {
                return true;
            }
        }
        return false;
    }

    private static String reference() throws IOException {
        StringBuilder reference = new StringBuilder();
        for (Path page : pages()) {
            if (page.getFileName().toString().startsWith("settings")) {
                reference.append(Files.readString(page));
            }
        }
        return reference.toString();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> top = Files.list(Path.of(""))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> wordsOfTheSources() throws IOException {
        Set<String> words = new HashSet<>();
        try (Stream<Path> src = Files.walk(Path.of("src"));
                Stream<Path> liberty = Files.walk(Path.of("liberty"))) {
            List<Path> sources = Stream.concat(src, liberty)
                    .filter(file -> file.toString().matches(".*\\.(?:java|js|xml|yml)"))
                    .filter(file -> !file.endsWith("DocumentedNamesTest.java"))
                    .toList();
            for (Path source : sources) {
                WORD.matcher(Files.readString(source)).results().forEach(word -> words.add(word.group()));
            }
        }
        return words;
    }
}
