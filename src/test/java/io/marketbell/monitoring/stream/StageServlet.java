package io.marketbell.monitoring.stream;

import io.marketbell.health.HealthLevel;
import io.marketbell.http.sse.EventStream;
import io.marketbell.monitoring.MonitoringPorts;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Control servlet for the tests in the container. */
@WebServlet(urlPatterns = "/stage/*", asyncSupported = true)
public class StageServlet extends HttpServlet {
    private static final int EVENT_BYTES = 64 << 10;
    private static final Duration PAUSE = Duration.ofNanos(100_000);
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static volatile Thread flooding;
    private static volatile String outcome;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getPathInfo()) {
            case "/healthy" -> MonitoringPorts.level(HealthLevel.HEALTHY);
            case "/unhealthy" -> MonitoringPorts.level(HealthLevel.UNHEALTHY);
            case "/flood" -> flood(request, response);
            default -> response.getWriter().write(outcome == null ? "busy " + whereItIs() : outcome);
        }
    }

    /** Returns the stack of the blocked thread, for the failure message of a test. */
    private static String whereItIs() {
        return flooding == null ? "" : Arrays.toString(flooding.getStackTrace());
    }

    /** Writes to a client that does not read until a write blocks, then ends the client. */
    private static void flood(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        EventStream stream = new EventStream(async, response.getOutputStream());
        SnapshotStreamClient client =
                new SnapshotStreamClient(stream, System::nanoTime, task -> new Thread(task, "flooded").start());
        stream.onEnd(client::disconnected, client::end);
        flooding = new Thread(() -> flood(client), "flood");
        flooding.setDaemon(true);
        flooding.start();
    }

    private static void flood(SnapshotStreamClient client) {
        byte[] event = new byte[EVENT_BYTES];
        long began = System.nanoTime();
        long slowest = 0;
        while (!(client.isBeingWrittenTo() && client.unchangedNanos() > SILENCE.toNanos())
                && System.nanoTime() - began < LONGEST.toNanos()) {
            long offered = System.nanoTime();
            client.offer(event);
            slowest = Math.max(slowest, System.nanoTime() - offered);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        boolean stalled = client.isBeingWrittenTo();
        long ending = System.nanoTime();
        while (!client.hasEnded() && System.nanoTime() - ending < LONGEST.toNanos()) {
            client.end();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        outcome = "stalled=" + stalled + " slowest_ms="
                + Duration.ofNanos(slowest).toMillis() + " end_ms="
                + Duration.ofNanos(System.nanoTime() - ending).toMillis() + " ended=" + client.hasEnded();
    }
}
