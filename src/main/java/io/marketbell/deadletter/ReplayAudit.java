package io.marketbell.deadletter;

/** Remembers who replayed or deleted dead letters. Called on the thread of the request. */
@FunctionalInterface
public interface ReplayAudit {

    /**
     * @param who the operator
     * @param action {@code dead_letter.replay} or {@code dead_letter.delete}
     * @param target {@code dead_letter:} and its id, or {@code dead_letters} with the filter
     * @param detail what came of it
     */
    void record(String who, String action, String target, String detail);
}
