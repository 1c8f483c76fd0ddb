package io.marketbell.injection.detector;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sample texts, one per line; a line break within a text is written {@code \n}. */
public final class Samples {
    private Samples() {}

    /** The project's own samples, written for this detector. */
    public static List<String> own(String name) {
        try (InputStream file = Samples.class.getResourceAsStream("/injection/" + name)) {
            return lines(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collected samples outside of the project; a test is skipped if they are missing. */
    public static List<String> shared(String name) {
        Path file = Path.of(System.getProperty("marketbell.it.shared.data", "../shared/data"), "injection", name);
        assumeTrue(Files.isRegularFile(file), "there is no " + file + ": the shared samples are not measured");
        try {
            return lines(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String text) {
        return Stream.of(text.split("\n"))
                .map(line -> line.replace("\\n", "\n"))
                .toList();
    }
}
