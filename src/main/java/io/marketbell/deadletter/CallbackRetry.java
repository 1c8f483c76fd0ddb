package io.marketbell.deadletter;

/** Tells a publisher's callback again what it could not be told. */
public interface CallbackRetry {

    /**
     * Makes everything due again that this callback was not told about the notification, with a fresh number of
     * attempts. Safe to repeat.
     *
     * @return how many outcomes are to be told, those that were due anyway included; 0 where none is kept
     */
    int retry(String notificationId, String callbackUrl);
}
