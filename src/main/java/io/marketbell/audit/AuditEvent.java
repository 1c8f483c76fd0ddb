package io.marketbell.audit;

import static java.util.Objects.requireNonNull;

import io.marketbell.http.trace.TraceId;

/**
 * An operation that must be accountable.
 *
 * @param who the user who performed it, {@link #SYSTEM} or {@link #ANONYMOUS}
 * @param action the kind of object and operation, such as {@code api_key.create}
 * @param target the kind and id of the object, such as {@code api_key:7Qx0}
 * @param detail human-readable, without secrets; may be null
 * @param traceId of the request, 32 hex digits ({@link TraceId})
 * @param about the user that {@link #USER} stands for in target and detail; null if there is none
 * @param occurrences the number of equal operations; at least 1
 */
public record AuditEvent(
        String who,
        String action,
        String target,
        String detail,
        String traceId,
        String about,
        AuditOutcome outcome,
        AuditOrigin origin,
        int occurrences) {
    /** The name of the server itself. No new user can have it. */
    public static final String SYSTEM = "system";

    /** The name of callers without valid credentials. No new user can have it. */
    public static final String ANONYMOUS = "anonymous";

    /** Stands for the concerned user in target and detail, so that the name can be erased. */
    public static final String USER = "{user}";

    static final int MAX_TARGET = 300;
    static final int MAX_DETAIL = 1_000;
    private static final int MAX_ADDRESS = 64;
    private static final int MAX_CREDENTIAL = 100;

    public AuditEvent {
        requireNonNull(who, "who");
        requireNonNull(action, "action");
        requireNonNull(target, "target");
        requireNonNull(traceId, "traceId");
        requireNonNull(outcome, "outcome");
        target = shortened(target, MAX_TARGET);
        detail = shortened(detail, MAX_DETAIL);
        origin = new AuditOrigin(
                shortened(origin.address(), MAX_ADDRESS), shortened(origin.credential(), MAX_CREDENTIAL));
        if (occurrences < 1) {
            throw new IllegalArgumentException("an event occurs at least once");
        }
    }

    /** An operation of the current request that was done and concerns no user. */
    public AuditEvent(String who, String action, String target, String detail, String traceId) {
        this(who, action, target, detail, traceId, null, AuditOutcome.DONE, AuditOrigin.current(), 1);
    }

    /** @param user the user that {@link #USER} stands for; may be null */
    public AuditEvent about(String user) {
        return new AuditEvent(who, action, target, detail, traceId, user, outcome, origin, occurrences);
    }

    public AuditEvent from(AuditOrigin other) {
        return new AuditEvent(who, action, target, detail, traceId, about, outcome, other, occurrences);
    }

    public AuditEvent with(AuditOutcome other) {
        return new AuditEvent(who, action, target, detail, traceId, about, other, origin, occurrences);
    }

    public AuditEvent withDetail(String other) {
        return new AuditEvent(who, action, target, other, traceId, about, outcome, origin, occurrences);
    }

    /** Returns whether a user performed it. A user from earlier releases may have the name of the server. */
    boolean isOfUser() {
        return origin.credential() != null || !who.equals(SYSTEM) && !who.equals(ANONYMOUS);
    }

    private static String shortened(String text, int most) {
        if (text == null || text.length() <= most) {
            return text;
        }
        // half of a surrogate pair would be stored as another character, which would not match the hash
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
