package io.marketbell.thread;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Marks the threads on which everything depends, and finds calls on them that may wait. Used in assertions only, {@code
 * assert NonBlocking.mayWait("…")}, so it costs nothing where assertions are disabled.
 */
public final class NonBlocking {
    private static final int KEPT = 100;

    private static final ThreadLocal<String> MARK = new ThreadLocal<>();
    private static final List<Throwable> VIOLATIONS = new CopyOnWriteArrayList<>();

    private NonBlocking() {}

    /** The current thread must not wait from now on. */
    public static void mark(String name) {
        MARK.set(name);
    }

    /**
     * Whether the current thread may wait. A violation is kept as well, since a thread that survives all errors survives
     * an assertion's too.
     *
     * @param forWhat what is waited for
     */
    public static boolean mayWait(String forWhat) {
        String name = MARK.get();
        if (name == null) {
            return true;
        }
        if (VIOLATIONS.size() < KEPT) {
            VIOLATIONS.add(new IllegalStateException(name + " would wait for " + forWhat));
        }
        return false;
    }

    /** Returns what was found since the last call, and forgets it; for tests. */
    public static List<Throwable> takeViolations() {
        List<Throwable> found = List.copyOf(VIOLATIONS);
        VIOLATIONS.removeAll(found);
        return found;
    }
}
