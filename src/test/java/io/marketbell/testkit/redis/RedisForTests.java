package io.marketbell.testkit.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A Redis server for a test, without persistence, at a port of its own. It can be killed, started again, and frozen. */
public final class RedisForTests implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Path DIRECTORY = Path.of(System.getProperty("java.io.tmpdir"));

    /** All started processes: those that no test closes are killed when this process ends. */
    private static final Queue<Process> STARTED = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly), "stop Redis servers"));
    }

    private final int port;
    private final List<String> command;
    private Process process;

    /** Starts a server. @param options of redis-server, for example {@code --requirepass}, {@code secret} */
    public RedisForTests(String... options) {
        this(freePort(), options);
    }

    public RedisForTests(int port, String... options) {
        this(port, command(port, options));
    }

    private RedisForTests(int port, List<String> command) {
        this.port = port;
        this.command = command;
        start();
    }

    /** Starts a Sentinel. @param configuration is modified by it */
    public static RedisForTests sentinel(Path configuration) {
        int port = freePort();
        return new RedisForTests(
                port, List.of(executable(), configuration.toString(), "--sentinel", "--port", Integer.toString(port)));
    }

    private static String dump(int port) {
        return "redis-for-tests-" + port + ".rdb";
    }

    private static List<String> command(int port, String... options) {
        List<String> command = new ArrayList<>(List.of(
                executable(),
                "--port",
                Integer.toString(port),
                "--bind",
                HOST,
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory-policy",
                "noeviction",
                // replication writes a file, which must not be read by the next start
                "--rdb-del-sync-files",
                "yes",
                "--dir",
                DIRECTORY.toString(),
                "--dbfilename",
                dump(port)));
        command.addAll(List.of(options));
        return command;
    }

    /** Starts the server, without data. */
    public void start() {
        try {
            Files.deleteIfExists(DIRECTORY.resolve(dump(port)));
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            STARTED.add(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(this::answers);
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://" + HOST + ":" + port;
    }

    /** Ends the process without a chance to tell its clients. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Suspends the process: connections stay open and nothing answers. */
    public void freeze() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a command that needs no quoting. Returns the lines of the response. */
    public String command(String command) {
        try (Socket socket = new Socket(HOST, port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("redis-server ended with " + process.exitValue());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), 500);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("PING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String executable() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
