package io.marketbell.journal.ledger;

import io.marketbell.journal.store.JournalDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deletes rows of {@code journal_delivery} for notifications that are no longer in the log. A page without any
 * remaining notification is deleted; otherwise its rows are merged without the deleted notifications. A notification
 * with a long lifetime thus keeps only its own deliveries, not those of all later notifications. Each call processes a
 * bounded number of pages and continues where the previous one ended.
 */
public final class DeliveryCleanup {
    private static final int PAGES_A_CALL = 8;
    private static final int MERGES_A_CALL = 2;
    private static final int BUCKETS_A_TRANSACTION = 8;
    private static final int PAGES_REMEMBERED = 100_000;

    /** A join, since H2 reads a whole index for {@code = ANY} combined with another condition. */
    public static final String ON_PAGE = "FROM UNNEST(CAST(? AS SMALLINT ARRAY)) wanted(bucket)"
            + " JOIN journal_delivery d ON d.bucket = wanted.bucket WHERE d.page = ?";

    private final JournalDatabase database;
    private long nextPage;

    /**
     * The number of notifications a page had in the log at its last merge; it is merged again when half of them are
     * deleted.
     */
    private final Map<Long, Integer> merged = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > PAGES_REMEMBERED;
        }
    };

    public DeliveryCleanup(JournalDatabase database) {
        this.database = database;
    }

    /** @param head the head of the log; its page is skipped, because offsets on it may still be assigned */
    public synchronized void clean(long head) {
        long first = DeliveryPage.pageOf(database.read(connection -> new LedgerTables(connection).smallestRetained()));
        long end = DeliveryPage.pageOf(head);
        merged.keySet().removeIf(page -> page < first);
        int merges = 0;
        for (int i = 0; i < PAGES_A_CALL && merges < MERGES_A_CALL && first < end; i++) {
            long page = nextPage < first || nextPage >= end ? first : nextPage;
            nextPage = page + 1;
            if (clean(page, database.read(connection -> live(connection, page)))) {
                merges++;
            }
        }
    }

    private boolean clean(long page, BitSet live) {
        int count = live.cardinality();
        if (count > merged.getOrDefault(page, Integer.MAX_VALUE) / 2) {
            return false;
        }
        if (count == 0 && !database.read(connection -> hasAny(connection, page))) {
            return false;
        }
        Short[] buckets = DeliveryPage.allBuckets();
        for (int from = 0; from < buckets.length; from += BUCKETS_A_TRANSACTION) {
            Object[] some = new Object[BUCKETS_A_TRANSACTION];
            System.arraycopy(buckets, from, some, 0, BUCKETS_A_TRANSACTION);
            database.write(
                    connection -> count == 0 ? delete(connection, page, some) : merge(connection, page, some, live));
        }
        if (count > 0) {
            merged.put(page, count);
        }
        return true;
    }

    private static BitSet live(Connection connection, long page) throws SQLException {
        long first = DeliveryPage.firstOffset(page);
        BitSet live = new BitSet();
        try (PreparedStatement select = JournalDatabase.prepare(
                connection, "SELECT log_offset FROM journal_entry WHERE log_offset >= ? AND log_offset < ?")) {
            select.setLong(1, first);
            select.setLong(2, DeliveryPage.firstOffset(page + 1));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    live.set((int) (row.getLong(1) - first));
                }
            }
        }
        return live;
    }

    private static boolean hasAny(Connection connection, long page) throws SQLException {
        try (PreparedStatement select =
                JournalDatabase.prepare(connection, "SELECT 1 " + ON_PAGE + " FETCH FIRST 1 ROWS ONLY")) {
            select.setArray(1, connection.createArrayOf("smallint", DeliveryPage.allBuckets()));
            select.setLong(2, page);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static Void delete(Connection connection, long page, Object[] buckets) throws SQLException {
        try (PreparedStatement delete =
                JournalDatabase.prepare(connection, "DELETE FROM journal_delivery WHERE bucket = ? AND page = ?")) {
            for (Object bucket : buckets) {
                delete.setShort(1, (Short) bucket);
                delete.setLong(2, page);
                delete.addBatch();
            }
            delete.executeBatch();
        }
        return null;
    }

    private record Row(long id, short bucket, byte[] deliveries) {}

    /** Deletes only the rows that were read: rows flushed meanwhile stay. */
    private static Void merge(Connection connection, long page, Object[] buckets, BitSet live) throws SQLException {
        Map<Short, List<Row>> rows = new TreeMap<>();
        try (PreparedStatement select =
                JournalDatabase.prepare(connection, "SELECT d.id, d.bucket, d.deliveries " + ON_PAGE)) {
            select.setArray(1, connection.createArrayOf("smallint", buckets));
            select.setLong(2, page);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.computeIfAbsent(row.getShort(2), bucket -> new ArrayList<>())
                            .add(new Row(row.getLong(1), row.getShort(2), row.getBytes(3)));
                }
            }
        }
        Map<Short, Map<Long, DeliveryPage>> replacements = new TreeMap<>();
        List<Long> replaced = new ArrayList<>();
        rows.forEach((bucket, ofBucket) -> {
            MergedDeliveries deliveries = new MergedDeliveries(page, live);
            ofBucket.forEach(row -> deliveries.add(row.deliveries));
            if (ofBucket.size() > 1 || deliveries.hasLeftOut()) {
                ofBucket.forEach(row -> replaced.add(row.id));
                deliveries.toPage().ifPresent(whole -> replacements.put(bucket, Map.of(page, whole)));
            }
        });
        if (!replaced.isEmpty()) {
            try (PreparedStatement delete =
                    JournalDatabase.prepare(connection, "DELETE FROM journal_delivery WHERE id = ?")) {
                for (long id : replaced) {
                    delete.setLong(1, id);
                    delete.addBatch();
                }
                delete.executeBatch();
            }
            new LedgerTables(connection).addDeliveries(replacements);
        }
        return null;
    }
}
