package io.marketbell.database;

import static java.lang.System.Logger.Level.WARNING;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts reads of rows with values that only a newer release knows. Such rows exist during a rolling upgrade and after a
 * rollback; they must not stop a node. Each value is logged once. Thread-safe.
 */
public final class NewerRows {
    private static final System.Logger LOG = System.getLogger(NewerRows.class.getName());
    private static final int LOGGED_AT_MOST = 100;

    private static final LongAdder READ = new LongAdder();
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private NewerRows() {}

    /**
     * Counts a row.
     *
     * @param value the unknown value, or why the row cannot be read
     * @param consequence how this release handles it
     */
    public static void record(String table, String value, String consequence) {
        READ.increment();
        if (LOGGED.size() < LOGGED_AT_MOST && LOGGED.add(table + ' ' + value)) {
            LOG.log(WARNING, "the table {0} has values of a newer release: {1}; {2}", table, value, consequence);
        }
    }

    /** Returns the number of such reads since the start. */
    public static long count() {
        return READ.sum();
    }
}
