package io.marketbell.blackbox.cluster;

/** A thread of a test that runs until it is closed, and whose failure fails the test. */
abstract class Task implements AutoCloseable {
    private final Thread thread;
    private volatile boolean stopped;
    private volatile Throwable failure;

    Task(String name) {
        thread = new Thread(this::runAndRecord, name);
        thread.setDaemon(true);
    }

    abstract void run() throws InterruptedException;

    private void runAndRecord() {
        try {
            run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    void start() {
        thread.start();
    }

    boolean isStopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }

    /** The exception that ended it; null if there was none. */
    Throwable failure() {
        return failure;
    }

    /** Waits until it ends. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
