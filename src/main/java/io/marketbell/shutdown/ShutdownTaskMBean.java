package io.marketbell.shutdown;

/**
 * Interface between the server and the application for work before the shutdown. Uses JMX, because the two do not share
 * classes.
 */
public interface ShutdownTaskMBean {
    /** Runs the task and returns when it has finished. */
    void run();
}
