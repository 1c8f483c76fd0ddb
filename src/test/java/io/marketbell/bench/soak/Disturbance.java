package io.marketbell.bench.soak;

import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** An action that is repeated against the server on its own thread until it is closed. */
final class Disturbance implements AutoCloseable {
    /**
     * One repetition. Connection errors and refusals by the server are expected; any other exception makes the soak
     * fail.
     */
    @FunctionalInterface
    interface Step {
        void run(RandomGenerator random) throws Exception;
    }

    private final String name;
    private final Step step;
    private final Thread thread;
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile Throwable unexpected;
    private volatile boolean stopped;

    private Disturbance(String name, long seed, Step step) {
        this.name = name;
        this.step = step;
        this.thread = new Thread(() -> repeat(new SplittableRandom(seed)), name);
    }

    static Disturbance start(String name, long seed, Step step) {
        Disturbance disturbance = new Disturbance(name, seed, step);
        disturbance.thread.start();
        return disturbance;
    }

    private void repeat(RandomGenerator random) {
        while (!stopped) {
            try {
                step.run(random);
                done.increment();
            } catch (InterruptedException e) {
                return;
            } catch (UncheckedIOException | java.io.IOException | AssertionError refused) {
                failed.increment();
            } catch (Exception e) {
                if (String.valueOf(e).contains("HandshakeRefused")) {
                    failed.increment();
                } else {
                    unexpected = e;
                    return;
                }
            }
        }
    }

    /** Waits for the current step. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(120_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
        if (unexpected != null) {
            throw new IllegalStateException(name + " ended unexpectedly", unexpected);
        }
    }

    @Override
    public String toString() {
        return name + ": " + done + " times, " + failed + " of them refused or cut off";
    }
}
