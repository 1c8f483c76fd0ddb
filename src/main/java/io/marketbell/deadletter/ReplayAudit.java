package io.marketbell.deadletter;

/** Records which operator replays or deletes dead letters. Called on the request thread. */
@FunctionalInterface
public interface ReplayAudit {

    /**
     * Records that an operation begins. Throws a {@link RuntimeException} if that cannot be recorded; the operation must
     * not be performed then.
     *
     * @param who the operator
     * @param action {@code dead_letter.replay} or {@code dead_letter.delete}
     * @param target {@code dead_letter:} and its id, or {@code dead_letters} with the filter
     * @param recipient the user that {@link io.marketbell.audit.AuditEvent#USER} stands for in the target; may be null
     */
    Operation begin(String who, String action, String target, String recipient);

    /** An operation whose result is to be recorded. Its methods do not throw. */
    interface Operation {
        void done(String detail);

        void failed(String detail);
    }
}
