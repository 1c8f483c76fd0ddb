package io.marketbell.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketbell.testkit.client.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The list of libraries and their licences, compared with the bill of materials. Needs no server, but the package: runs
 * after {@code mvn -Psbom package}.
 */
class LicencesIT {
    private static final String BOM = "marketbell.it.bom";

    private static final Path PAGE = Path.of("docs/reference/licences.md");

    /** Licences that do not restrict the licence of a program that only uses the library. */
    private static final Set<String> ACCEPTED = Set.of(
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL 1.0",
            "EPL-2.0",
            "Eclipse Public License",
            "GNU General Public License, version 2 with the GNU Classpath Exception",
            "GPL-2.0-with-classpath-exception",
            "MIT",
            "MIT-0",
            "MPL-2.0");

    private static List<JsonObject> components() throws IOException {
        Path bom = Path.of(System.getProperty(BOM));
        assumeTrue(Files.exists(bom), "there is no bill of materials: run mvn -Psbom package");
        return Json.object(Files.readString(bom)).getJsonArray("components").stream()
                .map(JsonValue::asJsonObject)
                .toList();
    }

    private static List<String> licences(JsonObject component) {
        return component.getJsonArray("licenses").stream()
                .map(choice -> choice.asJsonObject().getJsonObject("license"))
                .map(licence -> licence.getString("id", licence.getString("name", "")))
                .toList();
    }

    @Test
    void theListContainsExactlyTheLibrariesOfTheBuild() throws IOException {
        List<String> lines = components().stream()
                .map(component -> "| `" + component.getString("group") + ':' + component.getString("name") + "` | "
                        + String.join(", ", licences(component)) + " |")
                .sorted()
                .toList();

        List<String> listed = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(listed)
                .as("%s; expected:%n%s", PAGE, String.join("\n", lines))
                .isEqualTo(lines);
    }

    @Test
    void everyLicenceIsAccepted() throws IOException {
        for (JsonObject component : components()) {
            assertThat(licences(component))
                    .as(component.getString("name"))
                    .isNotEmpty()
                    .allSatisfy(licence -> assertThat(ACCEPTED).contains(licence));
        }
    }

    @Test
    void everyComponentHasAHash() throws IOException {
        assertThat(components())
                .hasSizeGreaterThan(30)
                .allSatisfy(component -> assertThat(component.getJsonArray("hashes").stream()
                                .map(JsonValue::asJsonObject)
                                .map(hash -> hash.getString("alg"))
                                .collect(Collectors.toSet()))
                        .contains("SHA-256"));
    }
}
