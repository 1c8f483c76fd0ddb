package io.marketbell.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The deployed configuration with some files replaced. Copied into the server's own directory: in the shared directory,
 * the files would outlive a killed test and affect later servers.
 */
final class OverriddenConfiguration {
    private static final Path SERVER = Path.of("servers/marketbell");

    /** Files that a server creates beside its configuration. */
    private static final Set<String> TRACES = Set.of("workarea", "logs", "tranlog");

    private OverriddenConfiguration() {}

    /** @return the environment of a server with this configuration */
    static Map<String, String> in(Path directory, Path wlp, List<Path> overrides) {
        Path own = copy(wlp, directory);
        try {
            Path there = Files.createDirectories(own.resolve(SERVER).resolve("configDropins/overrides"));
            for (Path override : overrides) {
                Files.copy(override, there.resolve(override.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // the output directory stays the same, to keep the caches that make a start fast
        return Map.of(
                "WLP_USER_DIR",
                own.toAbsolutePath().toString(),
                "WLP_OUTPUT_DIR",
                wlp.resolve("usr/servers").toString());
    }

    /** Copies it as it is. Returns the directory of the copy. */
    static Path copy(Path wlp, Path directory) {
        Path build = wlp.resolve("usr");
        Path own = directory.resolve("usr");
        try {
            copy(build, Path.of("shared"), own);
            copy(build, SERVER, own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return own;
    }

    private static void copy(Path from, Path part, Path to) throws IOException {
        Path server = from.resolve(SERVER);
        try (Stream<Path> files = Files.walk(from.resolve(part))) {
            List<Path> requested = files.filter(file -> !file.startsWith(server)
                            || file.equals(server)
                            || !TRACES.contains(
                                    server.relativize(file).getName(0).toString()))
                    .toList();
            for (Path file : requested) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
