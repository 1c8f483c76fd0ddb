package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The version in pom.xml equals the version in images, manifests and documents. */
class ReleaseVersionTest {
    private static final Pattern IMAGE = Pattern.compile("\\bmarketbell:(\\d[\\w.-]*)");
    private static final Pattern APPLICATION = Pattern.compile("applicationVersion: *(\\S+)");
    private static final Pattern LINE = Pattern.compile("(?m)^\\| (\\d+\\.\\d+)\\.x \\| yes \\|$");

    private final String version = ShownMetrics.read(Path.of("pom.xml"))
            .replaceFirst("(?s).*?<artifactId>marketbell</artifactId>\\s*<version>(.*?)</version>.*", "$1");

    @Test
    void manifestsAndDocumentsNameTheVersionOfTheBuild() throws IOException {
        List<String> named = new ArrayList<>();
        for (Path file : manifestsAndDocuments()) {
            String text = ShownMetrics.read(file);
            IMAGE.matcher(text).results().forEach(found -> named.add(found.group(1)));
            APPLICATION.matcher(text).results().forEach(found -> named.add(found.group(1)));
        }

        assertThat(named).hasSizeGreaterThanOrEqualTo(4).containsOnly(version);
    }

    @Test
    void theApplicationReportsTheVersionOfTheBuild() {
        assertThat(ShownMetrics.read(Path.of("src/main/resources/META-INF/marketbell.release")))
                .isEqualToIgnoringNewLines(version);
    }

    @Test
    void securityFixesAreForTheReleaseLineOfTheBuild() {
        assertThat(LINE.matcher(ShownMetrics.read(Path.of("SECURITY.md"))).results())
                .extracting(found -> found.group(1))
                .contains(version.replaceFirst("\\.\\d+(-.*)?$", ""));
    }

    private static List<Path> manifestsAndDocuments() throws IOException {
        List<Path> all = new ArrayList<>(List.of(Path.of("README.md"), Path.of("compose.yaml")));
        for (String folder : List.of("docs", "liberty/kubernetes")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().matches(".*\\.(md|ya?ml)")).forEach(all::add);
            }
        }
        return all;
    }
}
