package io.marketbell.testkit.server;

import io.marketbell.testkit.client.RestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/**
 * The product's server in its own process, as deployed by the build. Only one runs at a time, because all use the same
 * configuration and ports. Most test classes use {@link #shared()}, which is started once. A class that kills, stops or
 * configures its server starts its own with {@link #with}, which stops the shared one. The servers of {@link #beside} are
 * the exception: each has its own ports and runs beside all others.
 *
 * <p>Rate limits and the demo are disabled and the development keys exist, unless the environment of a test overrides
 * this.
 */
public final class MarketbellServer implements AutoCloseable {
    public static final String ADMIN = "mb_dev_admin";
    public static final String OPERATOR = "mb_dev_operator";
    public static final String PUBLISHER = "mb_dev_publisher";
    public static final String ALICE = "mb_dev_alice";
    public static final String BOB = "mb_dev_bob";
    public static final String DESK = "mb_dev_broker";

    /** Several servers may start at the same time on a busy machine. */
    private static final Duration START = Duration.ofSeconds(240);

    private static final Duration STOP = Duration.ofSeconds(40);
    /** A thread dump of a server has about 1,500 lines. */
    private static final int DUMPED_LINES = 2_000;

    private static final AtomicInteger STARTED = new AtomicInteger();

    private static final Set<MarketbellServer> RUNNING_BESIDE = ConcurrentHashMap.newKeySet();

    private static MarketbellServer running;
    private static MarketbellServer shared;

    private final Installation installation;
    private final Map<String, String> environment;
    private final Path directory;
    /** Held while it is started or stopped: the class for servers of which one runs, else this server. */
    private final Object turn;

    private ServerProcess process;

    private MarketbellServer(
            Installation installation, Map<String, String> environment, Path directory, boolean beside) {
        this.installation = installation;
        this.environment = environment;
        this.directory = directory;
        this.turn = beside ? this : MarketbellServer.class;
    }

    /** The server shared by test classes; it is running when this returns, and until the tests end. */
    public static synchronized MarketbellServer shared() {
        if (shared == null) {
            shared = fresh("shared", Map.of());
        }
        if (running != shared) {
            shared.start();
        }
        return shared;
    }

    /**
     * A new server with empty data and additional environment variables; it is running when this returns.
     *
     * @param name name of its directories, usually that of the test class
     * @param overrides configuration files that replace those of the build, such as {@code
     *     liberty/production/metrics.xml}
     */
    public static synchronized MarketbellServer with(String name, Map<String, String> environment, Path... overrides) {
        MarketbellServer server = fresh(name, environment, overrides);
        server.start();
        return server;
    }

    /**
     * A new server with empty data that runs beside all others; it is not running yet.
     *
     * @param output directory of the files that the server generates, such as its caches; two servers that run at the same
     *     time need different ones, and a server that finds those of an earlier one starts faster
     * @param jvmArguments added to those of the build
     */
    public static MarketbellServer beside(
            String name,
            Path output,
            int httpPort,
            int httpsPort,
            String jvmArguments,
            Map<String, String> environment) {
        Installation installation = Installation.ofTheBuild().at(httpPort, httpsPort, jvmArguments);
        Map<String, String> all = settings(environment);
        all.put("WLP_OUTPUT_DIR", output.toAbsolutePath().toString());
        return new MarketbellServer(installation, all, freshDirectory(installation, name), true);
    }

    private static MarketbellServer fresh(String name, Map<String, String> environment, Path... overrides) {
        Installation installation = Installation.ofTheBuild();
        Path directory = freshDirectory(installation, name);
        Map<String, String> all = settings(environment);
        if (overrides.length > 0) {
            all.putAll(OverriddenConfiguration.in(directory, installation.wlp(), List.of(overrides)));
        }
        return new MarketbellServer(installation, all, directory, false);
    }

    private static Path freshDirectory(Installation installation, String name) {
        return installation
                .directory()
                .resolve(name + '-' + ProcessHandle.current().pid() + '-' + STARTED.incrementAndGet());
    }

    private static Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("MARKETBELL_APPLICATION_UPDATE_TRIGGER", "mbean");
        all.put("MARKETBELL_RATELIMIT_MODE", "off");
        all.put("MARKETBELL_DEMO_ENABLED", "false");
        all.put("MARKETBELL_IDENTITY_DEVELOPMENT_KEYS", "true");
        all.put("MARKETBELL_PROTECTION_HTTPS_REQUIRED", "false");
        all.putAll(environment);
        return all;
    }

    /**
     * Starts it with its existing data if it is not running. Stops any other server of this class first, except those that
     * run beside others.
     */
    public void start() {
        synchronized (turn) {
            if (!isRunning()) {
                launch();
                awaitReady();
            }
        }
    }

    /** Starts its process and does not wait until it is ready. Stops other servers as {@link #start} does. */
    public void launch() {
        synchronized (turn) {
            if (isBeside()) {
                demandFreePort();
                RUNNING_BESIDE.add(this);
            } else {
                if (running != null) {
                    running.stop();
                }
                running = this;
            }
            process = ServerProcess.start(installation, environment, dataDirectory(), logDirectory());
        }
    }

    /** Otherwise the tests would use the other server that listens there. */
    private void demandFreePort() {
        if (isListening()) {
            throw new IllegalStateException("another process listens on port " + httpPort());
        }
    }

    private boolean isBeside() {
        return turn == this;
    }

    /** Whether its process runs; it may be suspended. */
    public boolean isRunning() {
        return (isBeside() ? RUNNING_BESIDE.contains(this) : running == this) && process.isAlive();
    }

    /** Stops it gracefully like an orchestrator: with SIGTERM and a grace period. */
    public void stop() {
        stop("SIGTERM", ServerProcess::terminate);
    }

    /** Stops it gracefully like an operator: with {@code server stop}. */
    public void stopByCommand() {
        stop("server stop", ServerProcess::stopByCommand);
    }

    private void stop(String way, BiPredicate<ServerProcess, Duration> stopped) {
        synchronized (turn) {
            if (process != null && !stopped.test(process, STOP)) {
                process.dumpThreads();
                String threads = tail(DUMPED_LINES);
                process.kill();
                throw new AssertionError("not stopped within " + STOP + " of " + way + "; killed. " + threads);
            }
            forget();
        }
    }

    /** Kills it immediately with SIGKILL, like a lack of memory would. */
    public void kill9() {
        synchronized (turn) {
            process.kill();
            forget();
        }
    }

    /** Suspends the process with SIGSTOP: its sockets stay open, and it does nothing until {@link #thaw}. */
    public void freeze() {
        process.signal("STOP");
    }

    /** Continues a suspended process with SIGCONT. */
    public void thaw() {
        process.signal("CONT");
    }

    private void forget() {
        RUNNING_BESIDE.remove(this);
        if (running == this) {
            running = null;
        }
    }

    /** Stops it and starts it again with the same data. */
    public void restart() {
        stop();
        start();
    }

    /** Whether a process listens on its port. */
    public boolean isListening() {
        try (Socket socket = new Socket("127.0.0.1", httpPort())) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int httpPort() {
        return installation.httpPort();
    }

    public int httpsPort() {
        return installation.httpsPort();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + httpPort());
    }

    public RestClient rest(String apiKey) {
        return RestClient.withKey(base(), apiKey);
    }

    /** The process id of the server, for measurements. */
    public long pid() {
        return process.java().pid();
    }

    public Path dataDirectory() {
        return directory.resolve("data");
    }

    private Path logDirectory() {
        return directory.resolve("logs");
    }

    /** The console output since the first start. */
    public String log() {
        try {
            Path console = logDirectory().resolve(ServerProcess.CONSOLE);
            return Files.exists(console) ? Files.readString(console) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of the log that look like parts of a stack trace; empty if there was no internal error. */
    public List<String> stackTraces() {
        return log().lines()
                .filter(line -> line.matches("\\s+at [\\w.$/<>@]+\\(.*\\).*") || line.contains("[internal classes]"))
                .toList();
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START.toNanos();
        RestClient anonymous = RestClient.anonymous(base());
        String last = "no answer yet";
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw failed("it ended while it started");
            }
            try {
                RestClient.Answer answer = anonymous.get("/health/ready");
                if (answer.status() == 200) {
                    return;
                }
                last = "/health/ready answered " + answer.status() + ' ' + answer.body();
            } catch (UncheckedIOException e) {
                last = String.valueOf(e.getCause());
            }
            if (!process.pause(Duration.ofMillis(200))) {
                throw failed("it ended while it started");
            }
        }
        throw failed("not ready within " + START + ": " + last);
    }

    private AssertionError failed(String what) {
        AssertionError error = new AssertionError(what + ". " + tail());
        process.kill();
        forget();
        return error;
    }

    private String tail() {
        return tail(40);
    }

    private String tail(int length) {
        List<String> lines = new ArrayList<>(log().lines().toList());
        return "The end of " + logDirectory().resolve(ServerProcess.CONSOLE) + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - length), lines.size()));
    }

    @Override
    public void close() {
        if (this != shared) {
            stop();
        }
    }

    /** Kills the servers quickly at the end of the test process, in any state. */
    static synchronized void closeAll() {
        RUNNING_BESIDE.forEach(server -> server.process.kill());
        if (running != null) {
            running.process.terminate(Duration.ofSeconds(20));
            running.process.kill();
        }
    }

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(MarketbellServer::closeAll, "stop the test server"));
    }

    /** The location of the server and its ports, as set by the build. */
    record Installation(Path wlp, int httpPort, int httpsPort, Path directory, String jvmArguments) {
        static Installation ofTheBuild() {
            return new Installation(
                    Path.of(property("marketbell.it.wlp")),
                    Integer.parseInt(property("marketbell.it.http.port")),
                    Integer.parseInt(property("marketbell.it.https.port")),
                    Path.of(property("marketbell.it.directory")),
                    System.getProperty("marketbell.it.jvm.arguments", ""));
        }

        /** The same with other ports and more arguments of the JVM. */
        Installation at(int http, int https, String moreJvmArguments) {
            return new Installation(wlp, http, https, directory, jvmArguments + ' ' + moreJvmArguments);
        }

        private static String property(String name) {
            String value = System.getProperty(name);
            if (value == null) {
                throw new IllegalStateException(
                        "-D" + name + " is missing: the build sets it for integration tests (pom.xml, failsafe)");
            }
            return value;
        }
    }

    static boolean await(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
