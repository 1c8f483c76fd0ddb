package io.marketbell.journal.ledger;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Deletes rows of {@code journal_delivery} for notifications that are no longer in the log. A page without any
 * remaining notification is deleted; otherwise its rows are merged without the deleted notifications. A notification
 * with a long lifetime thus keeps only its own deliveries, not those of all later notifications. Each call processes a
 * bounded number of pages and continues where the previous one ended.
 */
public final class DeliveryCleanup {
    private static final int PAGES_A_CALL = 8;
    private static final int MERGES_A_CALL = 2;

    /** The number of rows of the log after which a call ends; one page more may be read. */
    static final int ROWS_A_CALL = 20_000;

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

    /**
     * @param head the head of the log; its page is skipped, because offsets on it may still be assigned
     * @return the number of rows of the log that were read
     */
    public synchronized int clean(long head) {
        long first = DeliveryPage.pageOf(database.read(sql -> new LedgerTables(sql).smallestRetained()));
        long end = DeliveryPage.pageOf(head);
        merged.keySet().removeIf(page -> page < first);
        int merges = 0;
        int rows = 0;
        for (int i = 0; i < PAGES_A_CALL && rows < ROWS_A_CALL && merges < MERGES_A_CALL && first < end; i++) {
            long page = nextPage < first || nextPage >= end ? first : nextPage;
            nextPage = page + 1;
            BitSet live = database.read(sql -> live(sql, page));
            rows += live.cardinality();
            if (clean(page, live)) {
                merges++;
            }
        }
        return rows;
    }

    private boolean clean(long page, BitSet live) {
        int count = live.cardinality();
        if (count > merged.getOrDefault(page, Integer.MAX_VALUE) / 2) {
            return false;
        }
        List<Short> buckets = DeliveryPage.allBuckets();
        if (count == 0 && !database.read(sql -> hasAny(sql, page))) {
            return false;
        }
        for (int from = 0; from < buckets.size(); from += BUCKETS_A_TRANSACTION) {
            List<Short> some = buckets.subList(from, from + BUCKETS_A_TRANSACTION);
            database.write(sql -> count == 0 ? delete(sql, page, some) : merge(sql, page, some, live));
        }
        if (count > 0) {
            merged.put(page, count);
        }
        return true;
    }

    private static BitSet live(Sql sql, long page) throws SQLException {
        long first = DeliveryPage.firstOffset(page);
        BitSet live = new BitSet();
        sql.each(
                row -> live.set((int) (row.getLong(1) - first)),
                "SELECT log_offset FROM journal_entry WHERE log_offset >= ? AND log_offset < ?",
                first,
                DeliveryPage.firstOffset(page + 1));
        return live;
    }

    private static boolean hasAny(Sql sql, long page) throws SQLException {
        return sql.first(
                        row -> row.getInt(1),
                        "SELECT 1 " + ON_PAGE + " FETCH FIRST 1 ROWS ONLY",
                        DeliveryPage.allBuckets(),
                        page)
                .isPresent();
    }

    private static Void delete(Sql sql, long page, List<Short> buckets) throws SQLException {
        sql.batch(
                "DELETE FROM journal_delivery WHERE bucket = ? AND page = ?",
                buckets,
                bucket -> Sql.values(bucket, page));
        return null;
    }

    private record Row(long id, short bucket, byte[] deliveries) {}

    /** Deletes only the rows that were read: rows flushed meanwhile stay. */
    private static Void merge(Sql sql, long page, List<Short> buckets, BitSet live) throws SQLException {
        Map<Short, List<Row>> rows = sql
                .list(
                        row -> new Row(row.getLong(1), row.getShort(2), row.getBytes(3)),
                        "SELECT d.id, d.bucket, d.deliveries " + ON_PAGE,
                        buckets,
                        page)
                .stream()
                .collect(Collectors.groupingBy(Row::bucket, TreeMap::new, Collectors.toList()));
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
        sql.batch("DELETE FROM journal_delivery WHERE id = ?", replaced, id -> Sql.values(id));
        new LedgerTables(sql).addDeliveries(replacements);
        return null;
    }
}
