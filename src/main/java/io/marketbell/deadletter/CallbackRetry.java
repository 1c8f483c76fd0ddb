package io.marketbell.deadletter;

/** Retries callbacks that failed. */
public interface CallbackRetry {

    /**
     * Schedules every failed outcome of the notification for this callback again, with a fresh number of attempts.
     * Idempotent.
     *
     * @return the number of outcomes to be sent, including those already scheduled; 0 if none is stored
     */
    int retry(String notificationId, String callbackUrl);
}
