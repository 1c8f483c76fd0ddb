package io.marketbell.identity;

import io.marketbell.audit.Audit;
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

    protected DatabaseKeys() {
        this(null, null);
    }

    @Inject
    DatabaseKeys(StoredKeys rows, Audit audit) {
        this.rows = rows;
        this.audit = audit;
    }

    @Override
    public Optional<Key> find(String id) {
        return rows.find(id).map(StoredKey::key);
    }

    @Override
    public List<Key> list(String after, int limit) {
        return rows.after(after, Limit.of(limit)).stream().map(StoredKey::key).toList();
    }

    @Override
    @Transactional
    public void add(Key key, Deed deed) {
        rows.add(StoredKey.of(key));
        audit.record(deed);
    }

    @Override
    @Transactional
    public boolean revoke(String id, Instant at, Deed deed) {
        if (rows.revoke(id, StoredKey.row(at)) == 0) {
            return false;
        }
        audit.record(deed);
        return true;
    }

    @Override
    public List<String> revokedSince(Instant time) {
        return rows.revokedSince(StoredKey.row(time));
    }

    @Override
    public boolean hasAdmin() {
        return rows.countValid("%," + Role.ADMIN_NAME + ",%") > 0;
    }

    @Override
    public Optional<Key> newestPublisher(String user) {
        return rows.publishers(user, Limit.of(1)).stream().findFirst().map(StoredKey::key);
    }
}
