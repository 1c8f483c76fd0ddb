package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.identity.Role;
import io.marketbell.testkit.clock.TestClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAdminKeyTest {
    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final MemoryApiKeys store = new MemoryApiKeys();
    private final ConfiguredApiKeys configured = new ConfiguredApiKeys(false, Optional.empty(), clock.instant());
    private final ApiKeyCache cache = new ApiKeyCache(configured, store, clock, event -> {});
    private final ApiKeys keys = new ApiKeys(configured, store, cache, new SecretCipher(new byte[32]), clock);
    private final Logger logger = Logger.getLogger("io.marketbell.identity");
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    Path directory;

    @BeforeEach
    void recordTheLog() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopRecording() {
        logger.removeHandler(handler);
    }

    private FirstAdminKey first(Path data) {
        return new FirstAdminKey(true, store, keys, "n1", new FirstAdminKeyFile(data, "n1"));
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void keyIsWrittenToAFileForTheServersUserAndNeverToTheLog() throws IOException {
        first(directory.resolve("data")).ensure();

        Path file = directory.resolve("data").resolve("first-admin.key");
        String key = Files.readString(file).strip();
        assertThat(cache.byApiKey(key).orElseThrow().is(Role.ADMIN)).isTrue();
        assertThat(files(directory.resolve("data"))).containsExactly("first-admin.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(logged).singleElement().asString().contains(file.toString()).doesNotContain(key.substring(20));
        assertThat(store.keys.values())
                .extracting(ApiKey::label)
                .containsExactly("created at the first start, by node n1");
    }

    @Test
    void keyIsPrintedOnATerminalAndNeverLogged() {
        StringWriter terminal = new StringWriter();
        new FirstAdminKey(true, store, keys, "n1", new FirstAdminKeyTerminal(new PrintWriter(terminal), "n1")).ensure();

        String id = store.keys.firstKey();
        assertThat(terminal.toString()).contains("node n1", "mb_" + id + "_");
        assertThat(logged).isEmpty();
    }

    @Test
    void keyIsCreatedOnce() {
        FirstAdminKey first = first(directory);
        first.ensure();
        first.ensure();
        first(directory).ensure();

        assertThat(store.keys).hasSize(1);
    }

    /** All admins use tokens. */
    @Test
    void revokedKeyIsNotCreatedAgainAtTheNextStart() {
        first(directory).ensure();
        keys.revoke(store.keys.firstKey(), "olga", "t");

        first(directory).ensure();

        assertThat(store.keys).hasSize(1);
    }

    @Test
    void noKeyIsCreatedIfNoneIsWanted() throws IOException {
        new FirstAdminKey(false, store, keys, "n1", new FirstAdminKeyFile(directory, "n1")).ensure();

        assertThat(store.keys).isEmpty();
        assertThat(files(directory)).isEmpty();
    }

    @Test
    void keyThatCannotBeWrittenIsNotCreated() throws IOException {
        Path data = Files.writeString(directory.resolve("data"), "a file, not a directory");
        FirstAdminKey first = first(data);

        first.ensure();
        first.ensure();

        assertThat(store.keys).isEmpty();
        assertThat(logged).singleElement().asString().contains("marketbell.identity.first.admin.key=none");
        Files.delete(data);
        first.ensure();
        assertThat(store.keys).hasSize(1);
    }

    @Test
    void keyThatWasNotStoredLeavesNoFile() throws IOException {
        FirstAdminKey first = new FirstAdminKey(true, store, keys, "n1", key -> {
            FirstAdminKeyHandover.Prepared prepared = new FirstAdminKeyFile(directory, "n1").prepare(key);
            store.away = true;
            return prepared;
        });

        assertThatThrownBy(first::ensure).hasMessage("connection refused");

        assertThat(files(directory)).isEmpty();
    }
}
