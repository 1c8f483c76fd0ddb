package io.marketbell.blackbox.cluster;

import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.redis.RedisForTests;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntConsumer;

/** The Redis of a cluster: it can be killed, frozen, flushed, and replaced by a replica that lacks the last writes. */
final class Redis implements AutoCloseable {
    private static final Duration SYNCHRONISED = Duration.ofSeconds(10);

    private final IntConsumer moved;
    private RedisForTests server = new RedisForTests();
    private RedisForTests replica;
    private boolean killed;

    /** @param moved called with the port of the server that the nodes must use */
    Redis(IntConsumer moved) {
        this.moved = moved;
    }

    int port() {
        return server.port();
    }

    void kill() {
        server.kill();
        killed = true;
    }

    void freeze() {
        server.freeze();
    }

    /** Removes all data. */
    void flush() {
        command(server, "FLUSHALL");
    }

    /** Starts a replica and stops its replication: from now on it lacks the writes of the primary. */
    void startStaleReplica() {
        replica = new RedisForTests("--replicaof", "127.0.0.1", Integer.toString(server.port()));
        await().atMost(SYNCHRONISED)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> command(replica, "INFO replication").contains("master_link_status:up"));
        command(replica, "REPLICAOF NO ONE");
    }

    /** Kills the primary; the nodes connect to the stale replica. */
    void failOver() {
        server.kill();
        server = replica;
        replica = null;
        moved.accept(server.port());
    }

    /** Continues the process, and starts it, without data, if it does not run. */
    void heal() {
        if (killed) {
            server.start();
            // a former replica starts as one
            command("REPLICAOF NO ONE");
            killed = false;
        }
        server.resume();
    }

    /** Sends a command that needs no quoting. Returns the lines of the answer. */
    String command(String command) {
        return command(server, command);
    }

    private static String command(RedisForTests server, String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer.append(line).append('\n');
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        if (replica != null) {
            replica.close();
        }
    }
}
