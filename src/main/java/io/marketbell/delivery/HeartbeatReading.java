package io.marketbell.delivery;

import java.time.Duration;

/**
 * The progress of a delivery thread, or of a group of threads.
 *
 * @param name of the thread or group
 * @param ended whether the thread has ended; this must not happen before shutdown
 * @param silence time since the last work item was started while work is waiting; zero if no work is waiting
 */
public record HeartbeatReading(String name, boolean ended, Duration silence) {}
