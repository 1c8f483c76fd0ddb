package io.marketbell.audit;

/** Where deeds are kept; an application-scoped CDI bean. */
public interface Audit {

    /**
     * Enters a deed. Takes part in the caller's transaction where there is one, so that the deed and its entry are both
     * kept or both not; fails with a {@link RuntimeException} where the database is away.
     */
    void record(Deed deed);

    /** Short for {@link #record(Deed)}. */
    default void record(String who, String action, String target, String detail, String traceId) {
        record(new Deed(who, action, target, detail, traceId));
    }
}
