package io.marketbell.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingDriverTest {
    private final WaitingDriver driver = new WaitingDriver();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:/data/marketbell;A=1, jdbc:h2:waiting:file:/data/marketbell;A=1",
        "jdbc:h2:/data/marketbell, jdbc:h2:waiting:/data/marketbell",
        "jdbc:h2:~/marketbell, jdbc:h2:waiting:~/marketbell",
        "jdbc:h2:./marketbell, jdbc:h2:waiting:./marketbell",
        "jdbc:h2:C:/marketbell, jdbc:h2:waiting:C:/marketbell",
    })
    void embeddedDatabaseUsesWaitingFiles(String url, String waiting) {
        assertThat(WaitingDriver.waiting(url)).isEqualTo(waiting);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:test",
                "jdbc:h2:tcp://localhost/data",
                "jdbc:h2:ssl://localhost/data",
                "jdbc:postgresql://localhost/marketbell"
            })
    void otherDatabasesAreUnaffected(String url) throws SQLException {
        assertThat(WaitingDriver.waiting(url)).isEqualTo(url);
        assertThat(driver.acceptsURL(url)).isTrue();
    }

    @Test
    void urlWithoutADriverIsRejected() throws SQLException {
        assertThat(driver.acceptsURL("jdbc:derby:memory:test")).isFalse();
        assertThat(driver.connect("jdbc:derby:memory:test", new Properties())).isNull();
    }

    @Test
    void fileIsCompatibleWithPlainH2() throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("marketbell");
        execute(new org.h2.Driver(), url, "CREATE TABLE t AS SELECT 7 AS n");

        try (Connection connection = driver.connect(url, new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT n FROM t")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(7);
        }
        execute(driver, url, "INSERT INTO t VALUES (8)");
        execute(new org.h2.Driver(), url, "DELETE FROM t WHERE n = 8");
    }

    private static void execute(Driver driver, String url, String sql) throws SQLException {
        try (Connection connection = driver.connect(url, new Properties());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "Disk quota exceeded",
                "There is not enough space on the disk",
            })
    void fullDiskErrorsAreRecognized(String message) {
        assertThat(DiskSpaceWait.isForWantOfSpace(new IOException(message))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Input/output error", "Stale file handle", "Read-only file system"})
    void otherErrorsFailImmediately(String message) {
        assertThat(DiskSpaceWait.isForWantOfSpace(new IOException(message))).isFalse();
        assertThat(DiskSpaceWait.isForWantOfSpace(new IOException())).isFalse();
    }

    private static Properties login(String password) {
        Properties login = new Properties();
        login.setProperty("user", "marketbell");
        login.setProperty("password", password);
        return login;
    }

    /** docs/howto/secure-credentials.md */
    @Test
    void aDatabaseWithoutAPasswordOpensAndCanGetOne() throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("marketbell");
        driver.connect(url, login("")).close();
        try (Connection connection = driver.connect(url, login(""));
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER MARKETBELL SET PASSWORD 'f3a1'");
        }

        driver.connect(url, login("f3a1")).close();
        assertThatThrownBy(() -> driver.connect(url, login(""))).hasMessageContaining("Wrong user name or password");
    }

    /** docs/howto/secure-credentials.md */
    @Test
    void theFileCanBeEncrypted() throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("marketbell") + ";CIPHER=AES";
        String secret = "a text that must not be in the file";
        try (Connection connection = driver.connect(url, login("file user"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT '" + secret + "' AS s");
        }

        byte[] file = Files.readAllBytes(directory.resolve("marketbell.mv.db"));
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
        assertThatThrownBy(() -> driver.connect(url, login("other user"))).isInstanceOf(SQLException.class);
        try (Connection connection = driver.connect(url, login("file user"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT s FROM t")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo(secret);
        }
    }
}
