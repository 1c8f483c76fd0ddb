package io.marketbell.audit;

import java.util.function.Supplier;

/**
 * The source of an operation.
 *
 * @param address of the client; null if no client caused it
 * @param credential the id of the API key, or {@code jwt:} and a digest of the token; null if none was accepted
 */
public record AuditOrigin(String address, String credential) {
    /** The origin of operations that no request caused. */
    public static final AuditOrigin NONE = new AuditOrigin(null, null);

    private static final ThreadLocal<Supplier<AuditOrigin>> OF_REQUEST = new ThreadLocal<>();

    /** Returns the origin of the request that this thread handles; {@link #NONE} if it handles none. */
    public static AuditOrigin current() {
        Supplier<AuditOrigin> origin = OF_REQUEST.get();
        return origin == null ? NONE : origin.get();
    }

    /** Sets the origin of the request that this thread begins to handle. {@link #end} must follow. */
    public static void begin(Supplier<AuditOrigin> origin) {
        OF_REQUEST.set(origin);
    }

    /** The thread no longer handles the request. */
    public static void end() {
        OF_REQUEST.remove();
    }
}
