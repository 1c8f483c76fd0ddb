package io.marketbell.erasure;

/** A place where data about users is kept. Implementations are idempotent. */
public interface UserData {

    /** Returns the name of the place in responses, such as {@code dead_letters}. */
    String name();

    /**
     * Erases the data of a user.
     *
     * @return the number of erased items
     * @throws RuntimeException if it cannot be erased now
     */
    long erase(String user);
}
