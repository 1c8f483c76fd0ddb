package io.marketbell.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the OWASP ASVS 5.0.0, levels 1 and 2. */
class AsvsTest {
    private static final List<Path> PAGES = Stream.of("asvs", "asvs-identity", "asvs-operation")
            .map(name -> Path.of("docs/reference", name + ".md"))
            .toList();

    private static final Pattern LINE =
            Pattern.compile("(?m)^\\| (\\d+\\.\\d+\\.\\d+) \\| ([^|]+) \\| (yes|no|n/a)(: [^|]+)? \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Fuzz))`");
    private static final Pattern TOTAL = Pattern.compile(
            "Of (\\d+) requirements, (\\d+) are met, (\\d+) are not met or only in part, (\\d+) do not apply");

    /** Each section and its number of requirements of levels 1 and 2, which come before those of level 3. */
    private static final String SECTIONS = "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6"
            + " 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4"
            + " 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11"
            + " 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5"
            + " 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1"
            + " 17.2:4 17.3:2";

    private static String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path page : PAGES) {
            text.append(Files.readString(page)).append('\n');
        }
        return text.toString();
    }

    private static List<MatchResult> lines() throws IOException {
        return LINE.matcher(text()).results().toList();
    }

    @Test
    void everyRequirementHasOneLine() throws IOException {
        List<String> required = Stream.of(SECTIONS.split(" "))
                .map(section -> section.split(":"))
                .flatMap(section -> IntStream.rangeClosed(1, Integer.parseInt(section[1]))
                        .mapToObj(number -> section[0] + '.' + number))
                .toList();

        assertThat(lines()).extracting(line -> line.group(1)).containsExactlyElementsOf(required);
    }

    @Test
    void everyLineWithAResultNamesItsReason() throws IOException {
        assertThat(lines())
                .filteredOn(line -> !line.group(3).equals("n/a"))
                .allSatisfy(line -> assertThat(line.group(4)).as(line.group(1)).isNotBlank());
    }

    @Test
    void everyNamedTestExists() throws IOException {
        Set<String> named = TEST.matcher(text())
                .results()
                .map(name -> name.group(1) + ".java")
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> files;
        try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
            files = all.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }

        assertThat(named).hasSizeGreaterThan(50).isSubsetOf(files);
    }

    @Test
    void theTotalsAreThoseOfTheLines() throws IOException {
        List<MatchResult> lines = lines();
        List<Long> counted = new ArrayList<>(List.of((long) lines.size()));
        for (String result : List.of("yes", "no", "n/a")) {
            counted.add(
                    lines.stream().filter(line -> line.group(3).equals(result)).count());
        }
        MatchResult stated = TOTAL.matcher(text()).results().findFirst().orElseThrow();

        assertThat(IntStream.rangeClosed(1, 4).mapToObj(i -> Long.valueOf(stated.group(i))))
                .containsExactlyElementsOf(counted);
    }
}
