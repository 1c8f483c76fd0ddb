package io.marketbell.deadletter;

/** The dead-letter database is unreachable. */
final class DeadLettersUnavailable extends RuntimeException {
    DeadLettersUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
