package io.marketbell.audit;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.database.Sql;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The audit log, stored in the table {@code audit}. Append-only: entries cannot be changed. */
public class Audit {
    private static final int PAGE = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final AuditChain chain;
    private final AuditBacklog backlog;

    /** Required by the CDI client proxy. */
    protected Audit() {
        this.database = null;
        this.clock = null;
        this.chain = null;
        this.backlog = null;
    }

    Audit(Database database, InstantSource clock, AuditChain chain, AuditBacklog backlog) {
        this.database = database.as("audit");
        this.clock = clock;
        this.chain = chain;
        this.backlog = backlog;
    }

    /** Records an event. Throws a {@link RuntimeException} if the database is unavailable. */
    public void record(AuditEvent event) {
        record(List.of(event));
    }

    /**
     * Records that an operation begins, before it is performed; its result follows. For operations that are not part of
     * one transaction. Throws a {@link RuntimeException} if the database is unavailable: the operation must not be
     * performed then.
     */
    public AuditedOperation begin(AuditEvent event) {
        record(event.with(AuditOutcome.STARTED));
        return new AuditedOperation(this, event);
    }

    /**
     * As {@link #begin}, for an operation that must be possible while the database is unavailable: the beginning is then
     * logged at once and recorded later. Throws a {@link RuntimeException} if too many entries are waiting.
     */
    public AuditedOperation beginEvenWithoutDatabase(AuditEvent event) {
        try {
            return begin(event);
        } catch (DatabaseUnavailable e) {
            if (!backlog.keep(event.with(AuditOutcome.STARTED))) {
                throw e;
            }
            return new AuditedOperation(this, event);
        }
    }

    /** Records a refusal within about a minute, together with equal ones. Does not block or throw. */
    public void refused(AuditEvent refusal) {
        backlog.refusals().add(refusal.with(AuditOutcome.REFUSED));
    }

    /** Records the result of an operation that has been performed: now or, if that is impossible, later. */
    void recordResult(AuditEvent event) {
        try {
            record(event);
        } catch (RuntimeException e) {
            backlog.keep(event);
        }
    }

    /** Records the events in one transaction. Throws a {@link RuntimeException} if the database is unavailable. */
    void record(List<AuditEvent> events) {
        database.write(sql -> {
            for (AuditEvent event : events) {
                record(sql, event);
            }
            return null;
        });
    }

    /**
     * Records an event in the transaction that makes the change, so that both are committed or neither is. Other
     * audited transactions block from this call until this transaction ends: call it last and commit soon.
     */
    public void record(Sql transaction, AuditEvent event) throws SQLException {
        lockOrder(transaction);
        chain.append(transaction, clock.instant().truncatedTo(ChronoUnit.MILLIS), event);
    }

    /**
     * Blocks other transactions from taking an id until this one ends, so entries become visible in the order of their
     * ids.
     */
    private static void lockOrder(Sql transaction) throws SQLException {
        transaction
                .first(row -> row.getInt(1), "SELECT id FROM audit_order WHERE id = 1 FOR UPDATE")
                .orElseThrow(() -> new SQLException("the table audit_order is empty"));
    }

    /** Records the heads of other chains in the chain of this node. */
    void anchor() {
        database.write(sql -> {
            lockOrder(sql);
            for (AuditEvent anchor : ChainAnchors.due(sql, chain.node())) {
                record(sql, anchor);
            }
            return null;
        });
    }

    /** Returns the head of the chain of this node; empty if it has written nothing yet. */
    Optional<AuditChain.Head> head() {
        return database.read(AuditChain::heads).stream()
                .filter(head -> head.node().equals(chain.node()))
                .findFirst();
    }

    /** Verifies all chains. Reads the complete log. */
    AuditVerification verify() {
        List<AuditChain.Head> heads = database.read(AuditChain::heads);
        ChainVerifier verifier = new ChainVerifier(chain.seal(), database.read(ChainAnchors::all));
        long after = 0;
        List<StoredEntry> page = stored(after);
        while (!page.isEmpty()) {
            page.forEach(verifier::next);
            after = page.get(page.size() - 1).id();
            page = stored(after);
        }
        return verifier.result(heads);
    }

    private List<StoredEntry> stored(long after) {
        return database.read(sql -> sql.list(
                StoredEntry::read,
                "SELECT " + StoredEntry.COLUMNS + " FROM audit a WHERE a.id > ? ORDER BY a.id LIMIT ?",
                after,
                PAGE));
    }

    /**
     * Returns entries as {@link #after}.
     *
     * @param isNamed whether pseudonyms are replaced by names; otherwise the entries are as their hashes cover them
     */
    List<AuditEntry> after(long id, int limit, boolean isNamed) {
        return isNamed
                ? after(id, limit)
                : database.read(sql -> sql.list(
                        AuditEntry::readStored,
                        "SELECT " + StoredEntry.COLUMNS + " FROM audit a WHERE a.id > ? ORDER BY a.id LIMIT ?",
                        id,
                        limit));
    }

    /** Returns the pseudonym of a user, which is created if there is none. */
    public String pseudonym(String user) {
        return database.write(sql -> {
            lockOrder(sql);
            return Pseudonyms.of(sql, user);
        });
    }

    /**
     * Removes the name of a user from the log: from the mapping of pseudonyms, and from rows of earlier releases, which
     * contain names and are not part of a chain.
     */
    public void eraseName(String user) {
        String pseudonym = pseudonym(user);
        database.write(sql -> EarlierRows.replace(sql, user, pseudonym));
        database.write(sql -> {
            lockOrder(sql);
            Pseudonyms.erase(sql, user);
            return null;
        });
    }

    AuditBacklog backlog() {
        return backlog;
    }

    /** Returns the entries with a greater id, in the order of recording, at most {@code limit}. */
    List<AuditEntry> after(long id, int limit) {
        return database.read(sql ->
                sql.list(AuditEntry::read, AuditEntry.SELECT + " WHERE a.id > ? ORDER BY a.id LIMIT ?", id, limit));
    }
}
