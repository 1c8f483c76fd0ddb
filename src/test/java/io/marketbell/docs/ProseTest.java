package io.marketbell.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documentation, API descriptions, comments and messages contain none of the {@link ForbiddenPhrases}. */
class ProseTest {
    private static final List<String> SINGLE_FILES = List.of(
            "README.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
            "CHANGELOG.md",
            "src/main/resources/META-INF/openapi.yaml",
            "src/main/webapp/asyncapi.yaml");

    @Test
    void noPublicTextContainsAForbiddenPhrase() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : publicTexts()) {
            found.addAll(ForbiddenPhrases.in(file.toString(), Files.readString(file)));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void everyForbiddenPhraseIsFoundWithItsLine() {
        for (String phrase : ForbiddenPhrases.ALL) {
            String planted = "/**\n * First line, then " + phrase + " in the second.\n */";

            assertThat(ForbiddenPhrases.in("Planted.java", planted)).containsExactly("Planted.java:2: " + phrase);
        }
    }

    @Test
    void aPhraseIsFoundInAnyCaseAtTheStartOfALineAndAcrossLines() {
        assertThat(ForbiddenPhrases.in("page.md", "Fine.\nWhoever reads this\nis\ntold so."))
                .containsExactly("page.md:2: Whoever", "page.md:3: is told");
        assertThat(ForbiddenPhrases.in("Planted.java", "/**\n * The client is\n     * told so.\n */"))
                .containsExactly("Planted.java:2: is told");
    }

    @Test
    void partsOfOtherWordsAreNotFound() {
        assertThat(ForbiddenPhrases.in("page.md", "This told us what ever happened."))
                .isEmpty();
    }

    private static List<Path> publicTexts() throws IOException {
        List<Path> files = new ArrayList<>();
        SINGLE_FILES.forEach(file -> files.add(Path.of(file)));
        addAll(files, Path.of("docs"), ".md");
        addAll(files, Path.of("src/main/java"), ".java");
        return files;
    }

    /** Excludes decision records, which are not rewritten, and the appendix of measurements. */
    private static void addAll(List<Path> files, Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.startsWith("docs/adr") && !file.endsWith("performance-appendix.md"))
                    .sorted()
                    .forEach(files::add);
        }
    }
}
