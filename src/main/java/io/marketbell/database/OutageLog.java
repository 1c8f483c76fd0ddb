package io.marketbell.database;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.atomic.AtomicBoolean;

/** Logs the start and the end of an outage, once each, however often the work is retried. Thread-safe. */
public final class OutageLog {
    private final System.Logger log;
    private final String started;
    private final String ended;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param started the message at the first failure, which is followed by the cause
     * @param ended the message at the first success afterwards
     */
    public OutageLog(System.Logger log, String started, String ended) {
        this.log = log;
        this.started = started;
        this.ended = ended;
    }

    public void failed(Throwable cause) {
        if (failing.compareAndSet(false, true)) {
            log.log(WARNING, started + ": " + SqlFailure.describe(cause));
        }
    }

    public void succeeded() {
        if (failing.get() && failing.compareAndSet(true, false)) {
            log.log(INFO, ended);
        }
    }

    /** Returns whether the last attempt failed. */
    public boolean isFailing() {
        return failing.get();
    }
}
