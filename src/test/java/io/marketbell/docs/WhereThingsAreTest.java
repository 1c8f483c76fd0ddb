package io.marketbell.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The folders and test classes named in CONTRIBUTING.md exist. */
class WhereThingsAreTest {
    private static final Path PACKAGES = Path.of("src/main/java/io/marketbell");
    private static final Set<String> TOP_LEVEL = Set.of("src", "docs", "liberty", "server-config");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST_CLASS = Pattern.compile("-D(?:it\\.)?test=(\\w+(?:Test|IT))\\b");

    private final String page = read(Path.of("CONTRIBUTING.md"));

    @Test
    void everyTaskHasOneFolderThatExists() {
        List<String[]> tasks = table("Where things are");

        assertThat(tasks).hasSizeGreaterThanOrEqualTo(20);
        assertThat(tasks).extracting(cells -> cells[0]).doesNotHaveDuplicates();
        assertThat(tasks)
                .allSatisfy(cells -> assertThat(folders(cells[1])).as(cells[0]).hasSize(1));
        assertThat(tasks).flatExtracting(cells -> missing(cells[1])).isEmpty();
    }

    @Test
    void theLayoutNamesFoldersThatExist() {
        List<String[]> lines = table("Layout");

        assertThat(lines).hasSize(10);
        assertThat(lines).allSatisfy(cells -> assertThat(folders(cells[0])).isNotEmpty());
        assertThat(lines).flatExtracting(cells -> missing(cells[0])).isEmpty();
    }

    @Test
    void everyTestClassInTheCommandsExists() throws IOException {
        List<String> named = TEST_CLASS
                .matcher(page)
                .results()
                .map(result -> result.group(1) + ".java")
                .toList();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            List<String> present =
                    files.map(file -> file.getFileName().toString()).toList();

            assertThat(named).isNotEmpty();
            assertThat(present).containsAll(named);
        }
    }

    /** Returns the rows of the table under a heading, without its header. */
    private List<String[]> table(String heading) {
        String section = page.split("(?m)^## " + heading + "$")[1].split("(?m)^## ")[0];
        return section.lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.substring(1).split("\\|"))
                .toList();
    }

    private static List<String> folders(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static List<String> missing(String cell) {
        return folders(cell).stream()
                .filter(folder -> !Files.isDirectory(path(folder)))
                .toList();
    }

    private static Path path(String folder) {
        Path path = Path.of(folder);
        return TOP_LEVEL.contains(path.getName(0).toString()) ? path : PACKAGES.resolve(path);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
