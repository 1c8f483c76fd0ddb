package io.marketbell.testkit.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Installed programs that tests use: browsers, Node.js, Python. */
public final class Programs {
    /** With {@code required} a missing program is a failure: continuous integration installs them. */
    static final String DEMAND = "MARKETBELL_BROWSER_TESTS";

    private Programs() {}

    /**
     * The first of these names on the path. If there is none, the test is skipped, or fails if programs are required.
     */
    public static Path demand(String... names) {
        return find(names).orElseGet(() -> {
            missing(String.join(" or ", names) + " is not installed");
            return null;
        });
    }

    /** Skips the test, or fails it if programs are required. */
    public static void missing(String what) {
        if ("required".equals(System.getenv(DEMAND))) {
            throw new AssertionError(what + ", and " + DEMAND + "=required");
        }
        abort(what + ": this is not tested here");
    }

    public static Optional<Path> find(String... names) {
        return all(names).findFirst();
    }

    /** All installed ones: possibly only one of them has the required libraries. */
    public static Stream<Path> all(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable);
    }
}
