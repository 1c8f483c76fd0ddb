package io.marketbell.deadletter;

/** The database that keeps dead letters cannot be reached now. */
final class DeadLettersUnavailable extends RuntimeException {
    DeadLettersUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
