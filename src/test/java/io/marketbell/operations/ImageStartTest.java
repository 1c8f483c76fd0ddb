package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** liberty/image/start, with a command that prints the passwords instead of the server. */
class ImageStartTest {
    private static final String PRINT =
            "echo \"key=${KEYSTORE_PASSWORD:-} database=${MARKETBELL_DATABASE_PASSWORD:-}\"";

    @TempDir
    private Path data;

    private int status;

    @BeforeAll
    static void needsBash() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash");
    }

    private String start(Map<String, String> environment) throws Exception {
        Path output = Files.createTempFile("start", ".out");
        ProcessBuilder process = new ProcessBuilder("/bin/bash", "liberty/image/start", "/bin/bash", "-c", PRINT)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("MARKETBELL_") || name.startsWith("KEYSTORE_"));
        process.environment().put("MARKETBELL_DATA_DIRECTORY", data.toString());
        process.environment().putAll(environment);
        Process started = process.start();
        assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
        status = started.exitValue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return text;
    }

    private String made(String name) throws IOException {
        Path file = data.resolve(name);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        return Files.readString(file);
    }

    @Test
    void missingPasswordsAreMadeOnceIntoFilesOfTheOwner() throws Exception {
        String first = start(Map.of());
        String second = start(Map.of());

        assertThat(first)
                .isEqualTo("key=" + made("keystore-password") + " database=" + made("database-password") + "\n")
                .matches("key=[0-9a-f]{64} database=[0-9a-f]{64}\\n");
        assertThat(made("keystore-password")).isNotEqualTo(made("database-password"));
        assertThat(second).isEqualTo(first);
        try (var files = Files.list(data)) {
            assertThat(files).as("no drafts remain").hasSize(2);
        }
    }

    @Test
    void givenPasswordsAreUsed() throws Exception {
        assertThat(start(Map.of("KEYSTORE_PASSWORD", "k e\"y", "MARKETBELL_DATABASE_PASSWORD", "d")))
                .isEqualTo("key=k e\"y database=d\n");
        try (var files = Files.list(data)) {
            assertThat(files).isEmpty();
        }
    }

    /** A data directory of an earlier release. */
    @Test
    void anEmbeddedDatabaseWithoutAPasswordKeepsItsEmptyOne() throws Exception {
        Files.createFile(data.resolve("marketbell.mv.db"));

        assertThat(start(Map.of("KEYSTORE_PASSWORD", "k")))
                .contains("The embedded database has no password")
                .endsWith("key=k database=\n");
    }

    @Test
    void anotherDatabaseGetsNoPasswordOfTheEmbeddedOne() throws Exception {
        assertThat(start(
                        Map.of("KEYSTORE_PASSWORD", "k", "MARKETBELL_DATABASE_URL", "jdbc:postgresql://db/marketbell")))
                .isEqualTo("key=k database=\n");
    }

    @Test
    void nodesOfAClusterNeedAPassword() throws Exception {
        for (String mode : new String[] {"postgresql", "redis"}) {
            assertThat(start(Map.of("MARKETBELL_CLUSTER_MODE", mode)))
                    .contains("KEYSTORE_PASSWORD is required on every node");
            assertThat(status).isEqualTo(1);
        }
        assertThat(start(Map.of("MARKETBELL_CLUSTER_MODE", "single"))).startsWith("key=");
    }

    @Test
    void aMountedKeyStoreNeedsItsPassword() throws Exception {
        assertThat(start(Map.of("KEYSTORE_LOCATION", "/etc/marketbell/tls/keystore.p12")))
                .contains("KEYSTORE_PASSWORD is required to open the key store");
        assertThat(status).isEqualTo(1);
    }
}
