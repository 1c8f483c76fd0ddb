package io.marketbell.deadletter;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.database.Bisection;
import io.marketbell.database.DataRejected;
import io.marketbell.database.Database;
import io.marketbell.database.Sql;
import io.marketbell.database.job.Job;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores dead letters in the table {@code dead_letters}. */
final class DatabaseDeadLetters implements DeadLetterStore {

    private static final System.Logger LOG = System.getLogger(DatabaseDeadLetters.class.getName());
    /** The number of rows per eviction transaction: large enough to be efficient, small enough not to block others. */
    private static final int EVICTED_AT_ONCE = 10_000;

    private final Database database;

    DatabaseDeadLetters(Database database) {
        this.database = database.as("dead_letters");
    }

    /** An invalid letter, or one that another node stores at the same time, must not block the others. */
    @Override
    public int keep(List<DeadLetter> letters) {
        AtomicInteger kept = new AtomicInteger();
        Bisection.store(
                letters,
                some -> kept.addAndGet(keepTogether(some)),
                (letter, why) -> kept.addAndGet(keepAgain(letter)));
        return kept.get();
    }

    /** The rejection may be caused by another node that has just stored the same letter, which is then updated. */
    private int keepAgain(DeadLetter letter) {
        try {
            return keepTogether(List.of(letter));
        } catch (DataRejected e) {
            LOG.log(WARNING, "the database rejects dead letter {0}: {1}", letter.id(), e.getMessage());
            return 0;
        }
    }

    private int keepTogether(List<DeadLetter> letters) {
        Map<String, DeadLetter> fresh = new LinkedHashMap<>();
        letters.forEach(letter -> fresh.put(letter.key().fingerprint(), letter));
        return database.write(sql -> {
            List<DeadLetter> known = sql.list(
                    DeadLetterRow::read,
                    DeadLetterRow.SELECT + " WHERE fingerprint = ANY(?)",
                    List.copyOf(fresh.keySet()));
            sql.batch(
                    DeadLetterRow.UPDATE,
                    known,
                    earlier -> DeadLetterRow.update(
                            earlier.failedAgain(fresh.get(earlier.key().fingerprint()))));
            known.forEach(earlier -> fresh.remove(earlier.key().fingerprint()));
            sql.batch(DeadLetterRow.INSERT, fresh.values(), DeadLetterRow::insert);
            return fresh.size();
        });
    }

    @Override
    public Optional<DeadLetter> byId(String id) {
        return letters(DeadLetterRow.KNOWN + " AND id = ?", id).stream().findFirst();
    }

    @Override
    public List<DeadLetter> newest(DeadLetterFilter filter, String before, int limit) {
        DeadLetterConditions conditions = DeadLetterConditions.of(filter).and("id < ?", before);
        return letters(conditions.where() + " ORDER BY id DESC LIMIT " + limit, conditions.parameters());
    }

    @Override
    public List<DeadLetter> unreplayed(DeadLetterFilter filter, String after, int limit) {
        DeadLetterConditions conditions = DeadLetterConditions.unreplayed(filter, after);
        return letters(conditions.where() + " ORDER BY id LIMIT " + limit, conditions.parameters());
    }

    @Override
    public long countUnreplayed(DeadLetterFilter filter, String after) {
        DeadLetterConditions conditions = DeadLetterConditions.unreplayed(filter, after);
        return count(conditions.where(), conditions.parameters());
    }

    @Override
    public List<DeadLetter> ofNotification(String notificationId) {
        return letters(DeadLetterRow.KNOWN + " AND notification_id = ? ORDER BY id", notificationId);
    }

    @Override
    public void markReplayed(String id, DeadLetter.Replay replay) {
        database.write(sql -> sql.update(
                "UPDATE dead_letters SET replayed_at = ?, replayed_as = ?, replayed_by = ? WHERE id = ?",
                replay.at().toEpochMilli(),
                replay.as(),
                replay.by(),
                id));
    }

    @Override
    public boolean delete(String id) {
        return database.write(sql -> sql.update("DELETE FROM dead_letters WHERE id = ?", id)) > 0;
    }

    @Override
    public long count() {
        return count("");
    }

    @Override
    public long evictBeyond(long size) {
        long evicted = 0;
        int some;
        do {
            some = database.write(sql -> evictSome(sql, size));
            evicted += some;
        } while (some == EVICTED_AT_ONCE);
        return evicted;
    }

    /**
     * Counts under the lock: otherwise two nodes would both evict the same number. Two statements instead of one with a
     * subquery: H2 would execute the subquery for each row.
     */
    private static int evictSome(Sql sql, long size) throws SQLException {
        if (!Job.DEAD_LETTER_EVICTION.isTakenBy(sql)) {
            return 0;
        }
        long excess = Math.min(EVICTED_AT_ONCE, sql.number("SELECT COUNT(*) FROM dead_letters") - size);
        if (excess <= 0) {
            return 0;
        }
        String youngestOfThem =
                "SELECT MAX(id) FROM (SELECT id FROM dead_letters ORDER BY id LIMIT " + excess + ") oldest";
        List<String> youngest = sql.list(row -> row.getString(1), youngestOfThem);
        return sql.update("DELETE FROM dead_letters WHERE id <= ?", youngest.get(0));
    }

    private long count(String where, Object... parameters) {
        return database.read(sql -> sql.number("SELECT COUNT(*) FROM dead_letters" + where, parameters));
    }

    private List<DeadLetter> letters(String where, Object... parameters) {
        return database.read(sql -> sql.list(DeadLetterRow::read, DeadLetterRow.SELECT + where, parameters));
    }
}
