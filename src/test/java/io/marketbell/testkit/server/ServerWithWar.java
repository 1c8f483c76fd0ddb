package io.marketbell.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The deployed configuration with another WAR as its application, for example that of another release. */
public final class ServerWithWar {
    private static final Path APPLICATIONS = Path.of("usr/servers/marketbell/apps");

    private ServerWithWar() {}

    /**
     * Copies the configuration of the build.
     *
     * @param directory that of the copy; must not have one yet
     * @return the environment of a server that uses the copy
     */
    public static Map<String, String> in(Path directory, Path war) {
        OverriddenConfiguration.copy(MarketbellServer.Installation.ofTheBuild().wlp(), directory);
        Path applications = directory.resolve(APPLICATIONS);
        try {
            // of the build: refers to its directories
            Files.deleteIfExists(applications.resolve("marketbell.war.xml"));
            Files.copy(war, applications.resolve("marketbell.war"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("WLP_USER_DIR", directory.resolve("usr").toAbsolutePath().toString());
    }
}
