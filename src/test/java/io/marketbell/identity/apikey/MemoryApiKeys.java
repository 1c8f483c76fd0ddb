package io.marketbell.identity.apikey;

import io.marketbell.audit.AuditEvent;
import io.marketbell.database.DataRejected;
import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.identity.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/** An in-memory key store that can be made unavailable and counts its reads. */
final class MemoryApiKeys implements ApiKeyStore {
    final TreeMap<String, ApiKey> keys = new TreeMap<>();
    final List<AuditEvent> events = new ArrayList<>();
    volatile boolean away;
    volatile boolean refusing;
    volatile boolean overloaded;

    /** The id of a key that this version cannot read. */
    volatile String unreadable;

    int asked;

    /** The recorded uses, by write. */
    final List<Map<String, Instant>> uses = new ArrayList<>();

    /** If set, the store responds only after it is released. */
    volatile CountDownLatch slow;

    private void ask() {
        asked++;
        if (slow != null) {
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (refusing) {
            throw new DataRejected(new SQLException("planted", "22021"));
        }
        if (overloaded) {
            throw new DatabaseUnavailable.Overloaded(new BulkheadException("planted"));
        }
        if (away) {
            throw new IllegalStateException("connection refused");
        }
    }

    @Override
    public Optional<ApiKey> find(String id) {
        ask();
        if (id.equals(unreadable)) {
            throw new UnreadableKey(id, new IllegalArgumentException("planted"));
        }
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public List<ApiKey> list(String after, int limit) {
        ask();
        return keys.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public void add(ApiKey key, AuditEvent event) {
        ask();
        keys.put(key.id(), key);
        events.add(event);
    }

    @Override
    public boolean addFirstAdmin(ApiKey key, AuditEvent event) {
        if (hadAdmin()) {
            return false;
        }
        add(key, event);
        return true;
    }

    @Override
    public boolean revoke(String id, Instant at, AuditEvent event) {
        ask();
        ApiKey key = keys.get(id);
        if (key == null || key.isRevoked()) {
            return false;
        }
        revokeElsewhere(id, at);
        events.add(event);
        return true;
    }

    /** Revokes a key as another node would. */
    void revokeElsewhere(String id, Instant at) {
        ApiKey key = keys.get(id);
        keys.put(
                id,
                new ApiKey(
                        id,
                        key.hash(),
                        key.label(),
                        key.user(),
                        key.roles(),
                        key.tier(),
                        key.sealedCallbackSecret(),
                        key.createdAt(),
                        key.createdBy(),
                        at,
                        key.expiresAt(),
                        key.restrictions(),
                        key.replacedBy(),
                        key.lastUsedAt()));
    }

    @Override
    public boolean replace(String id, Instant expiresAt, ApiKey successor, AuditEvent event) {
        ask();
        ApiKey key = keys.get(id);
        keys.put(
                id,
                new ApiKey(
                        id,
                        key.hash(),
                        key.label(),
                        key.user(),
                        key.roles(),
                        key.tier(),
                        key.sealedCallbackSecret(),
                        key.createdAt(),
                        key.createdBy(),
                        key.revokedAt(),
                        expiresAt,
                        key.restrictions(),
                        successor.id(),
                        key.lastUsedAt()));
        add(successor, event);
        return true;
    }

    @Override
    public void recordUses(Map<String, Instant> uses, Duration apart) {
        ask();
        this.uses.add(uses);
    }

    @Override
    public List<String> endedSince(Instant time, Instant now) {
        ask();
        return keys.values().stream()
                .filter(key -> key.isRevoked()
                        ? !key.revokedAt().isBefore(time)
                        : !key.isValid(now) && !key.expiresAt().isBefore(time))
                .map(ApiKey::id)
                .toList();
    }

    @Override
    public boolean hadAdmin() {
        ask();
        return keys.values().stream().anyMatch(key -> key.roles().contains(Role.ADMIN));
    }

    @Override
    public Optional<ApiKey> newestPublisher(String user, Instant now) {
        return publishers(user, now).findFirst();
    }

    @Override
    public Optional<ApiKey> previousPublisher(String user, Instant now) {
        return publishers(user, now).skip(1).findFirst();
    }

    private Stream<ApiKey> publishers(String user, Instant now) {
        ask();
        return keys.values().stream()
                .filter(key -> key.user().equals(user) && key.isValid(now) && key.sealedCallbackSecret() != null)
                .sorted(Comparator.comparing(ApiKey::createdAt).reversed());
    }
}
