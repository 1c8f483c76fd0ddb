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

/** Texts, one a line; a line break in them is written {@code \n}. */
final class Samples {
    private Samples() {}

    /** Our own, written for this detector. */
    static List<String> own(String name) {
        try (InputStream file = Samples.class.getResourceAsStream("/injection/" + name)) {
            return lines(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The collected ones, which lie beside the project; a test without them is skipped. */
    static List<String> shared(String name) {
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
