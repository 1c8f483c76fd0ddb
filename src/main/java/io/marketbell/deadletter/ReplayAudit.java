package io.marketbell.deadletter;

/** Records which operator replayed or deleted dead letters. Called on the request thread. */
@FunctionalInterface
public interface ReplayAudit {

    /**
     * @param who the operator
     * @param action {@code dead_letter.replay} or {@code dead_letter.delete}
     * @param target {@code dead_letter:} and its id, or {@code dead_letters} with the filter
     * @param detail the result
     */
    void record(String who, String action, String target, String detail);
}
