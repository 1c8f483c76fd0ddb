package io.marketbell.deadletter;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.database.DataRejected;
import io.marketbell.database.Database;
import io.marketbell.database.DatabaseUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Stores dead letters in the table {@code dead_letters}. */
final class DatabaseDeadLetters implements DeadLetterStore {

    private static final System.Logger LOG = System.getLogger(DatabaseDeadLetters.class.getName());
    /** The number of rows per eviction transaction: large enough to be efficient, small enough not to block others. */
    private static final int EVICTED_AT_ONCE = 10_000;

    private final Database database;

    DatabaseDeadLetters(Database database) {
        this.database = database.as("dead_letters");
    }

    @Override
    public int keep(List<DeadLetter> letters) {
        try {
            return keepTogether(letters);
        } catch (DataRejected e) {
            // another node stored one of them concurrently, or one is invalid: it must not block the others
            return keepEach(letters);
        }
    }

    private int keepTogether(List<DeadLetter> letters) {
        return translating(() -> database.write(connection -> {
            Map<String, DeadLetter> fresh = new LinkedHashMap<>();
            letters.forEach(letter -> fresh.put(letter.key().fingerprint(), letter));
            List<DeadLetter> known = known(connection, List.copyOf(fresh.keySet()));
            try (PreparedStatement update = connection.prepareStatement(DeadLetterRow.UPDATE)) {
                for (DeadLetter earlier : known) {
                    DeadLetter later = fresh.remove(earlier.key().fingerprint());
                    DeadLetterRow.bindUpdate(update, earlier.failedAgain(later));
                    update.addBatch();
                }
                update.executeBatch();
            }
            try (PreparedStatement insert = connection.prepareStatement(DeadLetterRow.INSERT)) {
                for (DeadLetter letter : fresh.values()) {
                    DeadLetterRow.bindInsert(insert, letter);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return fresh.size();
        }));
    }

    private static List<DeadLetter> known(Connection connection, List<String> fingerprints) throws SQLException {
        String in = " WHERE fingerprint IN (?" + ", ?".repeat(fingerprints.size() - 1) + ")";
        return letters(connection, DeadLetterRow.SELECT + in, List.copyOf(fingerprints));
    }

    private int keepEach(List<DeadLetter> letters) {
        int kept = 0;
        for (DeadLetter letter : letters) {
            try {
                kept += keepOne(letter);
            } catch (DataRejected e) {
                LOG.log(WARNING, "the database rejects dead letter {0}: {1}", letter.id(), e.getMessage());
            }
        }
        return kept;
    }

    /**
     * The first rejection may be caused by another node that has just stored the same letter; the second attempt then
     * updates it.
     */
    private int keepOne(DeadLetter letter) {
        try {
            return keepTogether(List.of(letter));
        } catch (DataRejected e) {
            return keepTogether(List.of(letter));
        }
    }

    @Override
    public Optional<DeadLetter> byId(String id) {
        return letters(" WHERE id = ?", List.of(id)).stream().findFirst();
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
        return letters(" WHERE notification_id = ? ORDER BY id", List.of(notificationId));
    }

    @Override
    public void markReplayed(String id, DeadLetter.Replay replay) {
        execute(
                "UPDATE dead_letters SET replayed_at = ?, replayed_as = ?, replayed_by = ? WHERE id = ?",
                replay.at().toEpochMilli(),
                replay.as(),
                replay.by(),
                id);
    }

    @Override
    public boolean delete(String id) {
        return execute("DELETE FROM dead_letters WHERE id = ?", id) > 0;
    }

    @Override
    public long count() {
        return count("", List.of());
    }

    @Override
    public long deleteOldest(long howMany) {
        long deleted = 0;
        while (deleted < howMany) {
            int some = (int) Math.min(howMany - deleted, EVICTED_AT_ONCE);
            int gone = translating(() -> database.write(connection -> deleteOldest(connection, some)));
            deleted += gone;
            if (gone < some) {
                break;
            }
        }
        return deleted;
    }

    /** Two statements instead of one with a subquery: H2 would execute the subquery for each row. */
    private static int deleteOldest(Connection connection, int some) throws SQLException {
        String youngestOfThem =
                "SELECT MAX(id) FROM (SELECT id FROM dead_letters ORDER BY id LIMIT " + some + ") oldest";
        try (PreparedStatement find = connection.prepareStatement(youngestOfThem);
                ResultSet row = find.executeQuery();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM dead_letters WHERE id <= ?")) {
            row.next();
            delete.setString(1, row.getString(1));
            return delete.executeUpdate();
        }
    }

    private int execute(String sql, Object... parameters) {
        return translating(() -> database.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, List.of(parameters));
                return statement.executeUpdate();
            }
        }));
    }

    private long count(String where, List<Object> parameters) {
        return translating(() -> database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT COUNT(*) FROM dead_letters" + where)) {
                bind(query, parameters);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        }));
    }

    private List<DeadLetter> letters(String where, List<Object> parameters) {
        return translating(
                () -> database.read(connection -> letters(connection, DeadLetterRow.SELECT + where, parameters)));
    }

    private static List<DeadLetter> letters(Connection connection, String sql, List<Object> parameters)
            throws SQLException {
        List<DeadLetter> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            bind(query, parameters);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(DeadLetterRow.read(row));
                }
            }
        }
        return found;
    }

    private static void bind(PreparedStatement statement, List<Object> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }

    private static <T> T translating(Supplier<T> query) {
        try {
            return query.get();
        } catch (DatabaseUnavailable e) {
            throw new DeadLettersUnavailable("the table of dead letters is unavailable", e);
        }
    }
}
