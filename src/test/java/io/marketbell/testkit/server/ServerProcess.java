package io.marketbell.testkit.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processes of a running server: the script, and its child, the Java process. Signals are sent to the Java process:
 * killing the script alone would leave the server running and its port in use.
 */
final class ServerProcess {
    static final String CONSOLE = "console.log";

    private static final String NAME = "marketbell";

    private final Path command;
    private final Process script;
    private ProcessHandle java;

    private ServerProcess(Path command, Process script) {
        this.command = command;
        this.script = script;
    }

    static ServerProcess start(
            MarketbellServer.Installation installation, Map<String, String> environment, Path data, Path logs) {
        try {
            Files.createDirectories(data);
            Files.createDirectories(logs);
            Path command = installation.wlp().resolve("bin/server");
            ProcessBuilder builder = new ProcessBuilder(command.toString(), "run", NAME);
            Map<String, String> variables = builder.environment();
            variables.put("JAVA_HOME", System.getProperty("java.home"));
            variables.put("HTTP_PORT", Integer.toString(installation.httpPort()));
            variables.put("HTTPS_PORT", Integer.toString(installation.httpsPort()));
            variables.put("MARKETBELL_DATA_DIRECTORY", data.toString());
            variables.put("LOG_DIR", logs.toString());
            variables.put("JVM_ARGS", installation.jvmArguments());
            variables.putAll(environment);
            File console = logs.resolve(CONSOLE).toFile();
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(console));
            return new ServerProcess(command, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return script.isAlive();
    }

    /** Waits; returns false as soon as the process ends. */
    boolean pause(Duration pause) {
        return !MarketbellServer.await(script, pause);
    }

    /** The Java process of the server; the script starts some short-lived ones before. */
    ProcessHandle java() {
        if (java == null || !java.isAlive()) {
            java = script.toHandle()
                    .descendants()
                    .filter(child -> child.info().command().orElse("").endsWith("/java"))
                    .findFirst()
                    // a shell may replace itself by the server instead of starting it
                    .orElse(script.toHandle());
        }
        return java;
    }

    /** Sends SIGTERM. Returns whether all processes ended in time. */
    boolean terminate(Duration patience) {
        ProcessHandle server = java();
        server.destroy();
        return hasEnded(server, patience);
    }

    /** Stops it with the server's command. Returns whether all processes ended in time. */
    boolean stopByCommand(Duration patience) {
        ProcessHandle server = java();
        ProcessBuilder builder = new ProcessBuilder(command.toString(), "stop", NAME);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            MarketbellServer.await(builder.start(), patience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hasEnded(server, patience);
    }

    private boolean hasEnded(ProcessHandle server, Duration patience) {
        return gone(server, patience) && MarketbellServer.await(script, Duration.ofSeconds(10));
    }

    /** Writes the stacks of all threads to the console log. */
    void dumpThreads() {
        signal("QUIT");
        MarketbellServer.await(script, Duration.ofSeconds(2));
    }

    /** Sends a signal, such as {@code STOP}, to the Java process. */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(java().pid())).start();
            MarketbellServer.await(kill, Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGKILL and returns when the process has ended. */
    void kill() {
        ProcessHandle server = java();
        server.destroyForcibly();
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
        gone(server, Duration.ofSeconds(10));
        MarketbellServer.await(script, Duration.ofSeconds(10));
    }

    private static boolean gone(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
