package io.marketbell.deadletter;

/** The database that keeps dead letters cannot be reached now. */
final class LettersUnavailable extends RuntimeException {
    LettersUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
