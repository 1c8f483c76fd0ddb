package io.marketbell.identity;

import io.marketbell.audit.Audit;
import io.marketbell.audit.DatabaseReach;
import io.marketbell.audit.Deed;
import jakarta.data.Limit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps API keys in the database. */
@ApplicationScoped
class DatabaseKeys implements KeyStore {
    private final StoredKeys rows;
    private final Audit audit;
    private final DatabaseReach database;

    protected DatabaseKeys() {
        this(null, null, null);
    }

    @Inject
    DatabaseKeys(StoredKeys rows, Audit audit, DatabaseReach database) {
        this.rows = rows;
        this.audit = audit;
        this.database = database;
    }

    @Override
    public Optional<Key> find(String id) {
        database.check();
        return rows.find(id).map(StoredKey::key);
    }

    @Override
    public List<Key> list(String after, int limit) {
        database.check();
        return rows.after(after, Limit.of(limit)).stream().map(StoredKey::key).toList();
    }

    @Override
    @Transactional
    public void add(Key key, Deed deed) {
        database.check();
        rows.add(StoredKey.of(key));
        audit.record(deed);
    }

    @Override
    @Transactional
    public boolean revoke(String id, Instant at, Deed deed) {
        database.check();
        if (rows.revoke(id, StoredKey.row(at)) == 0) {
            return false;
        }
        audit.record(deed);
        return true;
    }

    @Override
    public List<String> revokedSince(Instant time) {
        database.check();
        return rows.revokedSince(StoredKey.row(time));
    }

    @Override
    public boolean hasAdmin() {
        database.check();
        return rows.countValid("%," + Role.ADMIN_NAME + ",%") > 0;
    }

    @Override
    public Optional<Key> newestPublisher(String user) {
        database.check();
        return rows.publishers(user, Limit.of(1)).stream().findFirst().map(StoredKey::key);
    }
}
