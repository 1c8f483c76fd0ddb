package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.marketbell.testkit.browser.Node;
import io.marketbell.testkit.browser.Programs;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example programs of the client guides unchanged, if their language is installed. */
@ProductServer(shared = true)
class ClientsIT {
    private static final List<Path> PAGES =
            List.of(Path.of("docs/howto/client-javascript.md"), Path.of("docs/howto/client-java-python.md"));
    private static final Path CLIENT = Path.of("src/main/webapp/client");

    private static String user;
    private static String key;

    @TempDir
    Path directory;

    @BeforeAll
    static void ordersOfSomebodyNew() {
        MarketbellServer server = MarketbellServer.shared();
        user = "reader-" + ProcessHandle.current().pid();
        key = server.rest(MarketbellServer.ADMIN)
                .post("/api/v1/api-keys", "{\"user\":\"" + user + "\",\"roles\":[\"trader\"],\"tier\":\"premium\"}")
                .expect(201)
                .json()
                .getString("api_key");
        publish("ORDER_ACCEPTED", "\"order_id\":\"first\"");
        publish("ORDER_FILLED", "\"order_id\":\"second\"");
        publish("ORDER_FILLED", "\"order_id\":\"third\",\"last\":true");
    }

    @Test
    void theJavaScriptClientReceivesPublications() throws Exception {
        List<String> command = Node.command();
        Files.writeString(directory.resolve("package.json"), "{\"type\":\"module\"}");
        Path client = Files.createDirectory(directory.resolve("client"));
        try (Stream<Path> files = Files.list(CLIENT)) {
            for (Path file : files.toList()) {
                Files.copy(file, client.resolve(file.getFileName().toString()));
            }
        }
        command.add(snippet("javascript", "connect({", "program.js"));
        receives(run(command));
    }

    @Test
    void theJavaClientReceivesPublications() throws Exception {
        String program = snippet("java", "MarketbellClient", "Fills.java");
        receives(run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program)));
    }

    /** Any installed Python; the tests do not install one. */
    private static Path python() {
        return Programs.find("python3").orElseGet(() -> abort("Python is not installed: not tested here"));
    }

    @Test
    void thePythonClientReceivesPublications() throws Exception {
        Path python = python();
        receives(run(List.of(python.toString(), snippet("python", "urllib", "program.py"))));
    }

    @Test
    void thePythonClientOverWebSocketReceivesPublications() throws Exception {
        Path python = Programs.all("python3")
                .filter(ClientsIT::hasWebsockets)
                .findFirst()
                .orElseGet(() -> abort("Python with websockets 13 or later is not installed: not tested here"));
        receives(run(List.of(python.toString(), snippet("python", "websockets", "program.py"))));
    }

    private static boolean hasWebsockets(Path python) {
        try {
            Process asked = new ProcessBuilder(python.toString(), "-c", "import websockets.asyncio.client")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void receives(String output) {
        assertThat(output.lines().map(line -> line.replaceFirst("^\\d+ ", "")))
                .as(output)
                .containsExactly("ORDER_ACCEPTED first", "ORDER_FILLED second", "ORDER_FILLED third");
    }

    /** Returns the output. */
    private String run(List<String> command) throws IOException, InterruptedException {
        File errors = directory.resolve("errors").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment()
                .put("MARKETBELL_URL", MarketbellServer.shared().base().toString());
        builder.environment().put("MARKETBELL_API_KEY", key);
        File output = directory.resolve("output").toFile();
        Process program = builder.redirectOutput(output).start();
        if (!program.waitFor(60, TimeUnit.SECONDS)) {
            program.destroyForcibly();
            throw new AssertionError(
                    "still running: " + Files.readString(output.toPath()) + Files.readString(errors.toPath()));
        }
        assertThat(program.exitValue()).as(Files.readString(errors.toPath())).isZero();
        return Files.readString(output.toPath());
    }

    /** Writes the program of the guides in this language that contains this word to a file. Returns its path. */
    private String snippet(String language, String word, String file) throws IOException {
        String program = Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(PAGES.get(0)) + "\n" + Files.readString(PAGES.get(1)))
                .results()
                .map(found -> found.group(1))
                .filter(text -> text.contains(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + language + " with " + word + " in " + PAGES));
        return Files.writeString(directory.resolve(file), program, StandardCharsets.UTF_8)
                .toString();
    }

    private static void publish(String type, String body) {
        MarketbellServer.shared()
                .rest(MarketbellServer.PUBLISHER)
                .post(
                        RestClient.NOTIFICATIONS,
                        "{\"type\":\"" + type + "\",\"recipients\":[\"" + user + "\"],\"body\":{" + body + "}}")
                .expect(202);
    }
}
