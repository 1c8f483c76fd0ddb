package io.marketbell.callback;

import java.time.Duration;

/**
 * The limits of callback processing.
 *
 * @param queue the maximum number of outcomes in memory that are not stored yet
 * @param pending the maximum number of stored callbacks
 * @param atOnce the maximum number of callbacks in flight to all hosts together
 * @param patience the maximum time for which an outcome is retried
 * @param keepGivenUp how long a callback that was given up can be sent again
 */
record CallbackLimits(
        int queue, long pending, int atOnce, HostLimiter.Limits host, Duration patience, Duration keepGivenUp) {}
