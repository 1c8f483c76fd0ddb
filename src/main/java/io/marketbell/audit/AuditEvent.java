package io.marketbell.audit;

import static java.util.Objects.requireNonNull;

import io.marketbell.http.trace.TraceId;

/**
 * An operation that must be accountable.
 *
 * @param who the user who performed it, or {@code system}
 * @param action the kind of object and operation, such as {@code api_key.create}
 * @param target the kind and id of the object, such as {@code api_key:7Qx0}
 * @param detail human-readable, without secrets; may be null
 * @param traceId of the request, 32 hex digits ({@link TraceId})
 */
public record AuditEvent(String who, String action, String target, String detail, String traceId) {
    static final int MAX_TARGET = 300;
    static final int MAX_DETAIL = 1_000;

    public AuditEvent {
        requireNonNull(who, "who");
        requireNonNull(action, "action");
        requireNonNull(target, "target");
        requireNonNull(traceId, "traceId");
        target = shortened(target, MAX_TARGET);
        detail = detail == null ? null : shortened(detail, MAX_DETAIL);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
