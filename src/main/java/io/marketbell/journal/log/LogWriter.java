package io.marketbell.journal.log;

import static java.util.stream.Collectors.toCollection;

import io.marketbell.database.Connections;
import io.marketbell.database.LockLimits;
import io.marketbell.database.Prepared;
import io.marketbell.database.Sql;
import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.log.AppendQueue.Call;
import io.marketbell.journal.log.KeyTable.Key;
import io.marketbell.journal.log.KeyTable.Use;
import io.marketbell.journal.store.EntryRow;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.HeadTable.HeadRow;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import io.marketbell.notification.Notification;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes groups of calls, each in one transaction, over one connection that it keeps open with its prepared statements
 * until an operation fails. The row of the head is locked first: keys are looked up and offsets assigned under that
 * lock, so that several nodes on one database can neither use the same key nor make offsets visible out of order.
 */
final class LogWriter implements AutoCloseable {
    private final Connection connection;

    /** The caller watches over the time of a commit. In H2, a timeout of one statement would apply to all. */
    private final Sql sql;

    private final InstantSource clock;
    private final Prepared lockHead;
    private final Prepared readHead;
    private final Prepared moveHead;
    private final Prepared insertEntry;
    private final Prepared insertRecipient;
    private final KeyTable keys;
    private final LogState state;
    private final LogContinuity continuity;

    /** Makes commits durable; null if a commit is durable by itself. */
    private final Prepared checkpoint;

    /**
     * @param checkpoints whether a commit must be followed by a checkpoint to be durable
     * @param limits the limits of each commit
     */
    LogWriter(
            Connection connection,
            InstantSource clock,
            boolean checkpoints,
            LockLimits limits,
            LogState state,
            LogContinuity continuity)
            throws SQLException {
        this.connection = connection;
        this.state = state;
        this.continuity = continuity;
        this.clock = clock;
        this.sql = Sql.withoutTimeout(connection);
        lockHead = sql.prepare(HeadTable.selectForUpdate(connection, limits));
        readHead = sql.prepare(HeadTable.SELECT);
        moveHead = sql.prepare(HeadTable.MOVE);
        insertEntry = sql.prepare(EntryRow.INSERT);
        insertRecipient = sql.prepare("INSERT INTO journal_recipient (log_offset, recipient, place) VALUES (?, ?, ?)");
        keys = new KeyTable(sql);
        checkpoint = checkpoints ? sql.prepare("CHECKPOINT") : null;
    }

    /**
     * The result of a commit.
     *
     * @param headBefore the head before the commit; above the announced head if another node has written
     * @param idBefore the id of the notification at that offset; null if unknown
     * @param answers the results of each call
     * @param committed in the order of their offsets
     */
    record Group(long headBefore, String idBefore, List<List<Appended>> answers, List<Notification> committed) {
        long head() {
            return headBefore + committed.size();
        }
    }

    Group commit(List<Call> calls) throws SQLException {
        try {
            Group group = write(calls);
            connection.commit();
            saw(group.committed);
            if (checkpoint != null) {
                checkpoint.update();
                // a checkpoint on an H2 that has just closed itself silently does nothing; a query fails
                headFrom(readHead);
            }
            return group;
        } catch (SQLException | RuntimeException e) {
            Connections.rollBack(connection, e);
            insertEntry.clear();
            insertRecipient.clear();
            keys.clear();
            throw e;
        }
    }

    private Group write(List<Call> calls) throws SQLException {
        HeadRow before = checkedHead(lockHead);
        long head = before.offset();
        Map<Key, Use> uses = keys.find(keysOf(calls), clock.instant());
        List<List<Appended>> answers = new ArrayList<>(calls.size());
        List<Notification> committed = new ArrayList<>();
        for (Call call : calls) {
            List<Appended> answer = new ArrayList<>(call.entries().size());
            for (Entry entry : call.entries()) {
                Key key = keyOf(entry);
                Use use = key == null ? null : uses.get(key);
                if (use != null) {
                    answer.add(repeated(use, entry));
                    continue;
                }
                long offset = head + committed.size() + 1;
                Notification placed = entry.notification().at(offset);
                if (key != null) {
                    uses.put(key, new Use(entry.contentHash(), placed.id(), offset));
                    keys.add(entry, offset);
                }
                insertEntry.add(EntryRow.values(placed));
                addRecipients(placed);
                committed.add(placed);
                answer.add(new Appended.Committed(placed));
            }
            answers.add(answer);
        }
        if (!committed.isEmpty()) {
            insertEntry.flush();
            insertRecipient.flush();
            keys.flush();
            Notification last = committed.get(committed.size() - 1);
            moveHead.update(last.offset(), last.id(), last.offset());
        }
        return new Group(head, before.id(), answers, committed);
    }

    private void saw(List<Notification> committed) {
        if (!committed.isEmpty()) {
            Notification last = committed.get(committed.size() - 1);
            state.saw(last.offset(), last.id());
        }
    }

    private static HeadRow headFrom(Prepared select) throws SQLException {
        return select.list(HeadTable::of).stream()
                .findFirst()
                .orElseThrow(
                        () -> new SQLException("the row of the journal's head is missing: the database was emptied"));
    }

    private static Key keyOf(Entry entry) {
        Notification notification = entry.notification();
        return notification.key() == null ? null : new Key(notification.publisher(), notification.key());
    }

    private static Set<Key> keysOf(List<Call> calls) {
        return calls.stream()
                .flatMap(call -> call.entries().stream())
                .map(LogWriter::keyOf)
                .filter(key -> key != null)
                .collect(toCollection(HashSet::new));
    }

    private static Appended repeated(Use use, Entry entry) {
        return Arrays.equals(use.contentHash(), entry.contentHash())
                ? new Appended.Duplicate(use.id(), use.offset())
                : new Appended.KeyReused(use.id());
    }

    private void addRecipients(Notification placed) throws SQLException {
        List<String> recipients = placed.recipients();
        for (int place = 0; recipients.size() > 1 && place < recipients.size(); place++) {
            insertRecipient.add(placed.offset(), recipients.get(place), place);
        }
    }

    /** Returns the head after all commits in progress have ended, including own commits whose response was lost. */
    long settledHead() throws SQLException {
        long head = checkedHead(lockHead).offset();
        connection.commit();
        return head;
    }

    /**
     * Returns the currently visible head. Checks whether the database is reachable and whether another node has
     * written.
     */
    long visibleHead() throws SQLException {
        long head = checkedHead(readHead).offset();
        connection.commit();
        return head;
    }

    /** Reads the head and checks that it is the head of the known log. */
    private HeadRow checkedHead(Prepared select) throws SQLException {
        LogContinuity.Known known = continuity.known();
        HeadRow head = headFrom(select);
        continuity.demand(sql, known, head);
        state.saw(head.offset(), head.id());
        return head;
    }

    @Override
    public void close() {
        try (connection) {
            // no transaction is open, but the server's pool treats the reads after the last commit as one
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            // the connection is discarded in any case; the next one is opened anew
        }
    }
}
