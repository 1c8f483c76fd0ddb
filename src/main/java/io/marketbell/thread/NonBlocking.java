package io.marketbell.thread;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Marks threads that must not block, and detects calls on them that may block. Used in assertions only,
 * {@code assert NonBlocking.mayWait("…")}, so there is no cost if assertions are disabled.
 */
public final class NonBlocking {
    private static final int KEPT = 100;

    private static final ThreadLocal<String> MARK = new ThreadLocal<>();
    private static final List<Throwable> VIOLATIONS = new CopyOnWriteArrayList<>();

    private NonBlocking() {}

    /** Marks the current thread: it must not block from now on. */
    public static void mark(String name) {
        MARK.set(name);
    }

    /**
     * Returns true if the current thread may block. A violation is also stored, because a thread that survives all
     * errors also survives an assertion error.
     *
     * @param forWhat the operation that may block
     */
    public static boolean mayWait(String forWhat) {
        String name = MARK.get();
        if (name == null) {
            return true;
        }
        if (VIOLATIONS.size() < KEPT) {
            VIOLATIONS.add(new IllegalStateException(name + " must not block on " + forWhat));
        }
        return false;
    }

    /** Returns and clears the violations found since the last call; for tests. */
    public static List<Throwable> takeViolations() {
        List<Throwable> found = List.copyOf(VIOLATIONS);
        VIOLATIONS.removeAll(found);
        return found;
    }
}
