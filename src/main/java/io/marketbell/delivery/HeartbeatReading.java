package io.marketbell.delivery;

import java.time.Duration;

/**
 * Whether something that delivers is turning.
 *
 * @param name of the thread, or of the lane that several share
 * @param ended whether the thread is gone, which none of them should be before everything is closed
 * @param silence for how long nothing was begun although there is something to do; zero where there is nothing
 */
public record HeartbeatReading(String name, boolean ended, Duration silence) {}
