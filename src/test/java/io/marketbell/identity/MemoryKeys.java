package io.marketbell.identity;

import io.marketbell.audit.Deed;
import io.marketbell.database.DatabaseRefusal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** A key store that can be away, and counts how often it was asked. */
final class MemoryKeys implements KeyStore {
    final TreeMap<String, Key> keys = new TreeMap<>();
    final List<Deed> deeds = new ArrayList<>();
    volatile boolean away;
    volatile boolean refusing;

    /** The id of a key that this version cannot read. */
    volatile String unreadable;

    int asked;

    /** Where set, the store answers only once it is released. */
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
            throw new DatabaseRefusal(new SQLException("planted", "22021"));
        }
        if (away) {
            throw new IllegalStateException("connection refused");
        }
    }

    @Override
    public Optional<Key> find(String id) {
        ask();
        if (id.equals(unreadable)) {
            throw new UnreadableKey(id, new IllegalArgumentException("planted"));
        }
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public List<Key> list(String after, int limit) {
        ask();
        return keys.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public void add(Key key, Deed deed) {
        ask();
        keys.put(key.id(), key);
        deeds.add(deed);
    }

    @Override
    public boolean revoke(String id, Instant at, Deed deed) {
        ask();
        Key key = keys.get(id);
        if (key == null || key.isRevoked()) {
            return false;
        }
        revokeElsewhere(id, at);
        deeds.add(deed);
        return true;
    }

    /** As another node would. */
    void revokeElsewhere(String id, Instant at) {
        Key key = keys.get(id);
        keys.put(
                id,
                new Key(
                        id,
                        key.hash(),
                        key.label(),
                        key.user(),
                        key.roles(),
                        key.tier(),
                        key.sealedCallbackSecret(),
                        key.createdAt(),
                        key.createdBy(),
                        at));
    }

    @Override
    public List<String> revokedSince(Instant time) {
        ask();
        return keys.values().stream()
                .filter(key -> key.isRevoked() && !key.revokedAt().isBefore(time))
                .map(Key::id)
                .toList();
    }

    @Override
    public boolean hasAdmin() {
        ask();
        return keys.values().stream()
                .anyMatch(key -> !key.isRevoked() && key.roles().contains(Role.ADMIN));
    }

    @Override
    public Optional<Key> newestPublisher(String user) {
        ask();
        return keys.values().stream()
                .filter(key -> key.user().equals(user) && !key.isRevoked() && key.sealedCallbackSecret() != null)
                .max(Comparator.comparing(Key::createdAt));
    }
}
