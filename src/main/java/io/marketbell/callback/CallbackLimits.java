package io.marketbell.callback;

import java.time.Duration;

/**
 * Every bound of the callbacks' way.
 *
 * @param queue how many outcomes wait in memory to be written down
 * @param pending how many wait in the database
 * @param atOnce how many are underway to all hosts together
 * @param patience for how long an outcome is tried at most, however long its host is away
 * @param keepGivenUp for how long one that was given up can be told again
 */
record CallbackLimits(
        int queue, long pending, int atOnce, HostLimiter.Limits host, Duration patience, Duration keepGivenUp) {}
