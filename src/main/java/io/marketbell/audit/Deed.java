package io.marketbell.audit;

import static java.util.Objects.requireNonNull;

/**
 * Something that was done and must be answered for.
 *
 * @param who the user who did it, or {@code system}
 * @param action a short verb and its object, such as {@code api-key.create}
 * @param target what it was done to: an id
 * @param detail for people; without secrets; or null
 * @param traceId of the request, 32 hex digits ({@link TraceId})
 */
public record Deed(String who, String action, String target, String detail, String traceId) {
    static final int MAX_DETAIL = 1_000;

    public Deed {
        requireNonNull(who, "who");
        requireNonNull(action, "action");
        requireNonNull(target, "target");
        requireNonNull(traceId, "traceId");
        if (detail != null && detail.length() > MAX_DETAIL) {
            detail = detail.substring(0, MAX_DETAIL - 1) + "…";
        }
    }
}
