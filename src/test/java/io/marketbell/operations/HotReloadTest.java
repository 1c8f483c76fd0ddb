package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code mvn liberty:dev} reloads the application and runs its unit tests; no other server reloads it. */
class HotReloadTest {
    private static final String TRIGGER = "marketbell.application.update.trigger";
    private static final Path DEFAULTS = Path.of("server-config/configDropins/defaults/application-update.xml");

    private final String pom = ShownMetrics.read(Path.of("pom.xml"));

    @Test
    void onlyTheDevelopmentConfigurationReloadsTheApplicationWhenItsFilesChange() {
        assertThat(ShownMetrics.read(Path.of("server-config/includes/application.xml")))
                .contains("updateTrigger=\"${" + TRIGGER + "}\"");
        assertThat(ShownMetrics.read(DEFAULTS)).contains("name=\"" + TRIGGER + "\" defaultValue=\"mbean\"");
        assertThat(pom).contains("<liberty.defaultVar." + TRIGGER + ">polled</liberty.defaultVar." + TRIGGER + ">");
    }

    /** Default files are merged in the order of their names; the values of the build must override. */
    @Test
    void theValuesOfTheBuildOverrideTheDefaultsOfTheServer() throws IOException {
        try (Stream<Path> defaults = Files.list(DEFAULTS.getParent())) {
            assertThat(defaults.map(file -> file.getFileName().toString()))
                    .hasSize(3)
                    .allMatch(name -> name.compareTo("liberty-plugin-variable-config.xml") < 0);
        }
    }

    /**
     * A placeholder without a value would remain in the command line, where the JVM interprets it as an argument file.
     */
    @Test
    void unitTestsStartWithoutTheCoverageAgent() {
        assertThat(pom).contains("<argLine>@{jacoco.unit} ").contains("<jacoco.unit />");
    }
}
