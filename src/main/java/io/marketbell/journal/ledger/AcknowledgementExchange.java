package io.marketbell.journal.ledger;

import io.marketbell.database.Prepared;
import io.marketbell.database.Sql;
import io.marketbell.journal.store.JournalDatabase;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Exchanges acknowledgements with the other nodes on the same database. Each flush of the ledger adds one row with the
 * acknowledgements that this node accepted since its last flush; each node reads the new rows of the others. The cost
 * of a read thus grows with the number of acknowledgements, not with the number of users.
 */
final class AcknowledgementExchange {
    private static final int USERS_A_ROW = 1_000;
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** Longer than a flush: rows become visible when their transaction commits, not in the order of their ids. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(15);

    private final long origin = new SecureRandom().nextLong();
    private final Deque<Position> positions = new ArrayDeque<>();
    private final Set<Long> done = new HashSet<>();
    private long floor;
    private Instant lastRead;
    private String lastEpoch;
    private Instant lastDeletion = Instant.MIN;

    /** The highest id that was visible at some time. */
    private record Position(Instant at, long id) {}

    /** Must be called at the end of a transaction, so that the row becomes visible soon after its id was assigned. */
    void announce(Sql sql, String epoch, Map<String, Long> acknowledged, Instant now) throws SQLException {
        if (acknowledged.isEmpty()) {
            return;
        }
        try (Prepared insert =
                sql.prepare("INSERT INTO journal_acknowledgement (origin, epoch, saved_at, acknowledgements)"
                        + " VALUES (?, ?, ?, ?)")) {
            Map<String, Long> some = new LinkedHashMap<>();
            for (Map.Entry<String, Long> entry : acknowledged.entrySet()) {
                some.put(entry.getKey(), entry.getValue());
                if (some.size() == USERS_A_ROW) {
                    insert.add(origin, epoch, now, AcknowledgementBatch.toBytes(some));
                    some.clear();
                }
            }
            if (!some.isEmpty()) {
                insert.add(origin, epoch, now, AcknowledgementBatch.toBytes(some));
            }
            insert.flush();
        }
    }

    /** @param complete false if rows may have been missed, because the last read was long ago */
    record News(Map<String, Long> acknowledged, boolean complete) {}

    /** Returns what other nodes have announced since the last call, by user. */
    synchronized News read(JournalDatabase database, String epoch, Instant now) {
        if (!epoch.equals(lastEpoch)) {
            // a restored database assigns ids again
            positions.clear();
            done.clear();
            floor = 0;
            lastEpoch = epoch;
        }
        boolean first = lastRead == null;
        boolean complete = first || lastRead.plus(KEPT.dividedBy(2)).isAfter(now);
        Map<String, Long> news = new HashMap<>();
        Set<Long> read = new HashSet<>();
        long newest = database.read(sql -> {
            if (first || !complete) {
                return sql.number("SELECT COALESCE(MAX(id), 0) FROM journal_acknowledgement");
            }
            List<Long> ids = sql.list(
                    row -> row.getLong(1),
                    "SELECT id FROM journal_acknowledgement WHERE id > ? AND origin <> ? AND epoch = ?",
                    floor,
                    origin,
                    epoch);
            ids.stream().filter(id -> !done.contains(id)).forEach(read::add);
            if (!read.isEmpty()) {
                sql.each(
                        row -> AcknowledgementBatch.read(row.getBytes(1))
                                .forEach((user, offset) -> news.merge(user, offset, Math::max)),
                        "SELECT acknowledgements FROM journal_acknowledgement WHERE id = ANY(?)",
                        read);
            }
            return ids.stream().mapToLong(Long::longValue).max().orElse(floor);
        });
        done.addAll(read);
        lastRead = now;
        advance(newest, now, first || !complete);
        deleteOld(database, now);
        return new News(news, complete);
    }

    private void advance(long newest, Instant now, boolean startAgain) {
        if (startAgain) {
            positions.clear();
            floor = newest;
        }
        positions.addLast(new Position(now, newest));
        while (positions.getFirst().at().plus(READ_AGAIN).isBefore(now)) {
            floor = Math.max(floor, positions.removeFirst().id());
        }
        done.removeIf(id -> id <= floor);
    }

    private void deleteOld(JournalDatabase database, Instant now) {
        if (lastDeletion.isBefore(now.minus(KEPT.dividedBy(10)))) {
            database.write(
                    sql -> sql.update("DELETE FROM journal_acknowledgement WHERE saved_at < ?", now.minus(KEPT)));
            lastDeletion = now;
        }
    }
}
