package io.marketbell.health.watch;

import io.marketbell.health.RuntimeStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Simulates a healthy node; tests change single values. */
public class ScriptedRuntimeStatus implements RuntimeStatus {
    public volatile boolean opening;
    public volatile boolean schema = true;
    public volatile boolean lastValues = true;
    public volatile boolean reachable = true;
    public volatile boolean written = true;
    public volatile boolean shuttingDown;
    public volatile int connections = 3;
    public volatile String refusal = "";
    public volatile String leaving = "";
    public volatile boolean hasBus;
    public volatile boolean busUp = true;
    public volatile int nodesAlive = 1;
    public volatile int nodesExpected = 1;
    volatile int connectionsAtMost = 10;
    public final List<ThreadReading> threads =
            new CopyOnWriteArrayList<>(List.of(new ThreadReading("dispatcher 1", false, Duration.ZERO)));

    @Override
    public String refusal() {
        return refusal;
    }

    @Override
    public String leaving() {
        return leaving;
    }

    @Override
    public boolean hasBus() {
        return hasBus;
    }

    @Override
    public boolean isBusUp() {
        return busUp;
    }

    @Override
    public int nodesAlive() {
        return nodesAlive;
    }

    @Override
    public int nodesExpected() {
        return nodesExpected;
    }

    @Override
    public boolean isOpening() {
        return opening;
    }

    @Override
    public boolean hasLastValues() {
        return lastValues;
    }

    @Override
    public boolean hasSchema() {
        return schema;
    }

    @Override
    public boolean isDatabaseReachable() {
        return reachable;
    }

    @Override
    public boolean isJournalWritten() {
        return written;
    }

    @Override
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public int connectionsAtMost() {
        return connectionsAtMost;
    }

    @Override
    public List<ThreadReading> threads() {
        return threads;
    }
}
