package io.marketbell.blackbox.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL that can be stopped as in a crash and started again with its data and on its port. */
final class Postgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres running;

    private Postgres(Path data) throws IOException {
        this.data = data;
        this.running = start(0);
        this.port = running.getPort();
    }

    static Postgres in(Path data) {
        try {
            Files.createDirectories(data);
            return new Postgres(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres start(int onPort) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(onPort)
                // the embedded PostgreSQL turns it off, and would lose commits when it is stopped
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    int port() {
        return port;
    }

    Connection connect() throws SQLException {
        return running.getPostgresDatabase().getConnection();
    }

    boolean isRunning() {
        return running != null;
    }

    /** Stops it without a checkpoint and without waiting for transactions: SIGQUIT. */
    void stopImmediately() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
            postmaster.onExit().get(20, TimeUnit.SECONDS);
            running.close();
            running = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }

    /** Copies the data; must not run. */
    Path copy() {
        Path copy = data.resolveSibling(data.getFileName() + "-copy");
        run("rm", "-rf", copy.toString());
        run("cp", "-a", data.toString(), copy.toString());
        return copy;
    }

    /** Replaces the data by a copy; must not run. */
    void replaceBy(Path copy) {
        run("rm", "-rf", data.toString());
        run("mv", copy.toString(), data.toString());
    }

    private static void run(String... command) {
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(String.join(" ", command) + " returned " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Starts it if it does not run. */
    void start() {
        try {
            if (running == null) {
                running = start(port);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (running != null) {
                running.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
