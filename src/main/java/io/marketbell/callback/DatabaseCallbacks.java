package io.marketbell.callback;

import io.marketbell.database.Bisection;
import io.marketbell.database.Database;
import io.marketbell.database.Prepared;
import io.marketbell.database.Sql;
import io.marketbell.database.job.Job;
import io.marketbell.deadletter.StoredNotification;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Stores waiting callbacks in the table {@code callbacks}, with plain JDBC in batches. */
final class DatabaseCallbacks implements CallbackStore {

    /** The due time of a callback that was given up. */
    private static final long NEVER = Long.MAX_VALUE;

    private static final String SELECT = "SELECT id, notification, outcome, recipient, happened_at, attempts,"
            + " created_at, due_at FROM callbacks";

    /** Ordered by the whole index, so that H2 does not sort, as is the next one. */
    static final String NEXT_HOST =
            "SELECT host FROM callbacks WHERE host >= ? ORDER BY host, due_at FETCH FIRST 1 ROWS ONLY";

    /** Follows a host in {@link #NEXT_HOST}: for {@code host > ?}, H2 reads every row of that host. */
    static final String AFTER = "\u0001";

    static final String DUE_OF_HOST =
            SELECT + " WHERE host = ? AND due_at <= ? ORDER BY host, due_at FETCH FIRST ? ROWS ONLY";

    private static final String EARLIEST = " ORDER BY due_at, id FETCH FIRST ? ROWS ONLY";

    private static final String DUE_OF_OTHERS = SELECT + " WHERE due_at <= ? AND NOT host = ANY(?)" + EARLIEST;

    /** The maximum number of hosts that are searched one by one: each costs up to two queries. */
    static final int HOSTS_AT_MOST = 100;

    /** The number of rows per transaction: all rows at once could exceed the timeout of a statement at every attempt. */
    static final int FORGOTTEN_AT_ONCE = 1_000;

    private final Database database;

    DatabaseCallbacks(Database database) {
        this.database = database.as("callbacks");
    }

    /**
     * A callback that the database rejects, or already has from an attempt whose response was lost, must not block the
     * others.
     */
    @Override
    public List<Callback> add(List<Callback> callbacks) {
        List<Callback> invalid = new ArrayList<>();
        Bisection.store(callbacks, this::insert, (callback, why) -> {
            if (select(" WHERE id = ?", callback.id()).isEmpty()) {
                invalid.add(callback);
            }
        });
        return invalid;
    }

    private void insert(List<Callback> callbacks) {
        batch(
                "INSERT INTO callbacks (id, notification_id, url, host, outcome, recipient, happened_at, notification,"
                        + " attempts, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                callbacks,
                callback -> Sql.values(
                        callback.id(),
                        callback.notification().id(),
                        callback.url(),
                        callback.host(),
                        callback.outcome(),
                        callback.recipient(),
                        callback.time().toEpochMilli(),
                        StoredNotification.text(callback.notification()),
                        callback.attempts(),
                        callback.createdAt().toEpochMilli(),
                        callback.dueAt().toEpochMilli()));
    }

    /**
     * Does not read the rows of the given hosts: a host that is down may have very many. If there are too many other
     * hosts, reads them nevertheless, in one query.
     */
    @Override
    public List<Callback> due(Instant now, Collection<String> withoutHosts, int limit) {
        if (withoutHosts.isEmpty()) {
            return select(" WHERE due_at <= ?" + EARLIEST, now.toEpochMilli(), limit);
        }
        return database.read(sql -> {
            List<Callback> due = new ArrayList<>();
            int hosts = 0;
            try (Prepared next = sql.prepare(NEXT_HOST);
                    Prepared select = sql.prepare(DUE_OF_HOST)) {
                for (String host = first(next, ""); host != null; host = first(next, host + AFTER)) {
                    if (++hosts > HOSTS_AT_MOST) {
                        return sql.list(
                                DatabaseCallbacks::callback, DUE_OF_OTHERS, now.toEpochMilli(), withoutHosts, limit);
                    }
                    if (!withoutHosts.contains(host)) {
                        due.addAll(select.list(DatabaseCallbacks::callback, host, now.toEpochMilli(), limit));
                        due = earliest(due, limit);
                    }
                }
            }
            return due;
        });
    }

    private static List<Callback> earliest(List<Callback> callbacks, int limit) {
        return callbacks.stream()
                .sorted(Comparator.comparing(Callback::dueAt).thenComparing(Callback::id))
                .limit(limit)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** @return null if there is no row */
    private static String first(Prepared select, String parameter) throws SQLException {
        return select.list(row -> row.getString(1), parameter).stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Callback> claim(List<Callback> callbacks, Instant until) {
        List<Callback> inOrder = inOrderOfRows(callbacks);
        int[] counts = batch(
                "UPDATE callbacks SET due_at = ? WHERE id = ? AND due_at = ?",
                inOrder,
                callback -> Sql.values(
                        until.toEpochMilli(), callback.id(), callback.dueAt().toEpochMilli()));
        Set<String> ours = new HashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                ours.add(inOrder.get(i).id());
            }
        }
        return callbacks.stream()
                .filter(callback -> ours.contains(callback.id()))
                .map(callback -> callback.due(callback.attempts(), until))
                .toList();
    }

    /** Nodes that change the same rows in different orders would wait for each other. */
    private static List<Callback> inOrderOfRows(List<Callback> callbacks) {
        return callbacks.stream().sorted(Comparator.comparing(Callback::id)).toList();
    }

    @Override
    public List<Callback> held(List<Callback> leased) {
        if (leased.isEmpty()) {
            return List.of();
        }
        Map<String, Long> due = new HashMap<>();
        database.read(sql -> {
            sql.each(
                    row -> due.put(row.getString(1), row.getLong(2)),
                    "SELECT id, due_at FROM callbacks WHERE id = ANY(?)",
                    leased.stream().map(Callback::id).toList());
            return null;
        });
        return leased.stream()
                .filter(callback ->
                        Objects.equals(due.get(callback.id()), callback.dueAt().toEpochMilli()))
                .toList();
    }

    @Override
    public void remove(Collection<String> ids) {
        batch("DELETE FROM callbacks WHERE id = ?", ids.stream().sorted().toList(), id -> Sql.values(id));
    }

    @Override
    public void putOff(List<Retry> retries) {
        batch(
                "UPDATE callbacks SET attempts = ?, due_at = ? WHERE id = ? AND due_at = ?",
                retries.stream()
                        .sorted(Comparator.comparing(retry -> retry.leased().id()))
                        .toList(),
                retry -> Sql.values(
                        retry.leased().attempts() + 1,
                        retry.at().toEpochMilli(),
                        retry.leased().id(),
                        retry.leased().dueAt().toEpochMilli()));
    }

    @Override
    public int giveUp(List<Callback> leased, Instant now) {
        return IntStream.of(batch(
                        "UPDATE callbacks SET due_at = ?, given_up_at = ? WHERE id = ? AND due_at = ?",
                        inOrderOfRows(leased),
                        callback -> Sql.values(
                                NEVER,
                                now.toEpochMilli(),
                                callback.id(),
                                callback.dueAt().toEpochMilli())))
                .sum();
    }

    @Override
    public List<Callback> waitingSince(Instant before, int limit) {
        return select(
                " WHERE given_up_at IS NULL AND created_at < ? ORDER BY id FETCH FIRST ? ROWS ONLY",
                before.toEpochMilli(),
                limit);
    }

    @Override
    public int retry(String notificationId, String url, Instant now) {
        return database.write(sql -> {
            sql.update(
                    "UPDATE callbacks SET due_at = ?, created_at = ?, attempts = 0, given_up_at = NULL"
                            + " WHERE notification_id = ? AND url = ? AND given_up_at IS NOT NULL",
                    now.toEpochMilli(),
                    now.toEpochMilli(),
                    notificationId,
                    url);
            return (int) sql.number(
                    "SELECT COUNT(*) FROM callbacks WHERE notification_id = ? AND url = ?", notificationId, url);
        });
    }

    @Override
    public long count() {
        return database.read(sql -> sql.number("SELECT COUNT(*) FROM callbacks"));
    }

    @Override
    public void deleteGivenUp(Instant before) {
        int found;
        do {
            found = database.write(sql -> deleteSome(sql, before.toEpochMilli()));
        } while (found == FORGOTTEN_AT_ONCE);
    }

    /** Two statements instead of one with a subquery: H2 would execute the subquery for each row. */
    private static int deleteSome(Sql sql, long before) throws SQLException {
        if (!Job.CALLBACK_CLEANUP.isTakenBy(sql)) {
            return 0;
        }
        List<String> ids = sql.list(
                row -> row.getString(1),
                "SELECT id FROM callbacks WHERE given_up_at < ? FETCH FIRST ? ROWS ONLY",
                before,
                FORGOTTEN_AT_ONCE);
        sql.batch("DELETE FROM callbacks WHERE id = ? AND given_up_at < ?", ids, id -> Sql.values(id, before));
        return ids.size();
    }

    private List<Callback> select(String where, Object... parameters) {
        return database.read(sql -> sql.list(DatabaseCallbacks::callback, SELECT + where, parameters));
    }

    private static Callback callback(ResultSet row) throws SQLException {
        return new Callback(
                row.getString(1),
                StoredNotification.parse(row.getString(2)),
                row.getString(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getInt(6),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)));
    }

    private <T> int[] batch(String statement, Collection<T> items, Function<T, Object[]> parameters) {
        return items.isEmpty() ? new int[0] : database.write(sql -> sql.batch(statement, items, parameters));
    }
}
