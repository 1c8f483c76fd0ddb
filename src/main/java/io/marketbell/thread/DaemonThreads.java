package io.marketbell.thread;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates numbered daemon threads with the application's class loader. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** Returns a factory of threads that are named by the prefix and their number, from 1. */
    public static ThreadFactory named(String prefix) {
        AtomicInteger made = new AtomicInteger();
        return action -> {
            Thread thread = new Thread(action, prefix + made.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
            return thread;
        };
    }
}
