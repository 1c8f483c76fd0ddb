package io.marketbell.testkit.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that tests use where they are installed: browsers, Node, Python. */
public final class Programs {
    /** With {@code required} a missing program is a failure: continuous integration installs them. */
    static final String DEMAND = "MARKETBELL_BROWSER_TESTS";

    private Programs() {}

    /** The first of these names on the path. Where there is none the test is skipped, or fails if that is demanded. */
    public static Path demand(String... names) {
        return find(names).orElseGet(() -> {
            missing(String.join(" or ", names) + " is not installed");
            return null;
        });
    }

    /** Skips the test, or fails it where everything is demanded. */
    public static void missing(String what) {
        if ("required".equals(System.getenv(DEMAND))) {
            throw new AssertionError(what + ", and " + DEMAND + "=required");
        }
        abort(what + ": this is not tested here");
    }

    public static Optional<Path> find(String... names) {
        return all(names).findFirst();
    }

    /** Every one there is: of several, only one may have the libraries that are wanted. */
    public static Stream<Path> all(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable);
    }
}
