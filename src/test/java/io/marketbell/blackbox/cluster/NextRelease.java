package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.wire.MessageWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.tools.ToolProvider;

/**
 * A release that follows that of the build: it adds a column, a table and a field at the end of each message to other
 * nodes. Its WAR is that of the build with one class compiled again.
 */
final class NextRelease {
    static final String VERSION = "99.0.0";

    private static final String CLASS = "io/marketbell/notification/wire/MessageWriter";
    private static final String END_OF_MESSAGE = "return Arrays.copyOf(bytes, size);";
    private static final String WITH_ANOTHER_FIELD =
            "int end = size; text(\"a field of the next release\"); byte[] all = Arrays.copyOf(bytes, size); size = end; return all;";
    private static final String MIGRATION = """
            CREATE TABLE next_release (id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(20) NOT NULL);
            ALTER TABLE journal_entry ADD COLUMN next_release VARCHAR(20);
            """;

    private NextRelease() {}

    /**
     * @param war that of the build
     * @param directory of the new WAR
     */
    static Path of(Path war, Path directory) throws IOException, URISyntaxException {
        Files.createDirectories(directory);
        Path next = Files.copy(war, directory.resolve("next.war"), StandardCopyOption.REPLACE_EXISTING);
        Path changed = compiled(directory);
        try (FileSystem files = FileSystems.newFileSystem(next)) {
            Path classes = files.getPath("WEB-INF/classes");
            Files.writeString(classes.resolve("db/migration/V9900__next_release.sql"), MIGRATION);
            Files.writeString(classes.resolve("META-INF/marketbell.release"), VERSION);
            Files.copy(changed, classes.resolve(CLASS + ".class"), StandardCopyOption.REPLACE_EXISTING);
        }
        return next;
    }

    private static Path compiled(Path directory) throws IOException, URISyntaxException {
        String source = Files.readString(Path.of("src/main/java", CLASS + ".java"));
        assertThat(source).containsOnlyOnce(END_OF_MESSAGE);
        Path changed = directory.resolve("source").resolve(CLASS + ".java");
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, source.replace(END_OF_MESSAGE, WITH_ANOTHER_FIELD));
        Path classes = Path.of(MessageWriter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path output = Files.createDirectories(directory.resolve("classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-cp",
                        classes.toString(),
                        "-d",
                        output.toString(),
                        changed.toString());
        assertThat(result).isZero();
        return output.resolve(CLASS + ".class");
    }
}
