package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.audit.Audit;
import io.marketbell.audit.AuditEvent;
import io.marketbell.audit.AuditTrail;
import io.marketbell.database.DataRejected;
import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.database.TimestampColumn;
import io.marketbell.http.address.Network;
import io.marketbell.identity.KeyRestrictions;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of every API-key store. */
@OnEveryDatabase
class ApiKeyStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");
    private static final Instant NOW = NOON.plusSeconds(3_600);
    private static final AuditEvent MADE =
            new AuditEvent("olga", "api_key.create", "api_key:k", "für alice", "0".repeat(32));
    private static final AuditEvent REVOKED =
            new AuditEvent("olga", "api_key.revoke", "api_key:k", null, "0".repeat(32));

    private static ApiKey key(String id, String user, Role role, Instant createdAt) {
        String secret = ApiKey.mayPublish(Set.of(role)) ? "sealed-" + id : null;
        return new ApiKey(
                id,
                ApiKeyHash.of("mb_" + id),
                "a label",
                user,
                Set.of(role),
                Tier.PREMIUM,
                secret,
                createdAt,
                "olga",
                null);
    }

    private final Database database;
    private final AuditTrail trail;
    private final ApiKeyStore store;

    ApiKeyStoreTest(DatabaseKind kind) {
        database = Database.over(kind.empty());
        trail = AuditTrail.in(database);
        Audit audit = trail.audit();
        store = new DatabaseApiKeys(database, audit);
    }

    @Test
    void keyIsReadBackUnchangedAndItsCreationIsAudited() {
        ApiKey key = key("k1", "alice", Role.TRADER, NOON);

        store.add(key, MADE);

        assertThat(store.find("k1")).contains(key);
        assertThat(store.find("k2")).isEmpty();
        assertThat(trail.events()).containsExactly(MADE);
    }

    @Test
    void nodeOfThePreviousReleaseCanRevokeAKey() {
        ApiKey key = key("k1", "alice", Role.TRADER, NOON);
        store.add(key, MADE);

        Instant later = NOON.plusSeconds(5);
        database.write(
                sql -> sql.update("UPDATE api_keys SET revoked_at = ? WHERE id = 'k1'", TimestampColumn.value(later)));

        assertThat(store.find("k1").orElseThrow().revokedAt()).isEqualTo(later);
        assertThat(store.endedSince(later, NOW)).containsExactly("k1");
        assertThat(store.endedSince(later.plusMillis(1), NOW)).isEmpty();
        assertThat(store.revoke("k1", later, REVOKED)).isFalse();
    }

    @Test
    void nodeOfThePreviousReleaseCanAddAKey() {
        ApiKey key = key("k1", "gateway", Role.PUBLISHER, NOON);
        database.write(sql -> sql.update(
                "INSERT INTO api_keys (id, hash, label, user_name, roles, tier, sealed_callback_secret, created_at,"
                        + " created_by) VALUES ('k1', ?, 'a label', 'gateway', ',publisher,', ?, 'sealed-k1', ?, 'olga')",
                key.hash().text(),
                Tier.PREMIUM.label(),
                TimestampColumn.value(NOON)));

        assertThat(store.newestPublisher("gateway", NOW)).contains(key);
        store.add(key("k2", "gateway", Role.PUBLISHER, NOON.plusSeconds(1)), MADE);
        assertThat(store.newestPublisher("gateway", NOW)).map(ApiKey::id).contains("k2");
    }

    @Test
    void nodeOfThePreviousReleaseReadsTheTimes() {
        store.add(key("k1", "alice", Role.TRADER, NOON), MADE);
        store.revoke("k1", NOON.plusSeconds(5), REVOKED);

        assertThat(database.<Boolean>read(sql -> sql.first(
                                row -> row.getObject(1, OffsetDateTime.class)
                                                .toInstant()
                                                .equals(NOON)
                                        && row.getObject(2, OffsetDateTime.class)
                                                .toInstant()
                                                .equals(NOON.plusSeconds(5)),
                                "SELECT created_at, revoked_at FROM api_keys")
                        .orElseThrow()))
                .isTrue();
    }

    @Test
    void failedAddRecordsNoAuditEvent() {
        store.add(key("k1", "alice", Role.TRADER, NOON), MADE);

        assertThatThrownBy(() -> store.add(key("k1", "bob", Role.TRADER, NOON), MADE))
                .isInstanceOf(DataRejected.class);
        assertThat(trail.events()).hasSize(1);
    }

    @Test
    void keyIsRevokedOnce() {
        store.add(key("k1", "alice", Role.TRADER, NOON), MADE);

        assertThat(store.revoke("k1", NOON.plusSeconds(5), REVOKED)).isTrue();
        assertThat(store.revoke("k1", NOON.plusSeconds(6), REVOKED)).isFalse();
        assertThat(store.revoke("unknown", NOON, REVOKED)).isFalse();

        assertThat(store.find("k1").orElseThrow().revokedAt()).isEqualTo(NOON.plusSeconds(5));
        assertThat(store.endedSince(NOON.plusSeconds(5), NOW)).containsExactly("k1");
        assertThat(store.endedSince(NOON.plusSeconds(6), NOW)).isEmpty();
        assertThat(trail.events()).containsExactly(MADE, REVOKED);
    }

    @Test
    void keysAreListedByIdInPages() {
        for (String id : new String[] {"c", "a", "b"}) {
            store.add(key(id, "alice", Role.TRADER, NOON), MADE);
        }

        assertThat(store.list("", 2)).extracting(ApiKey::id).containsExactly("a", "b");
        assertThat(store.list("b", 2)).extracting(ApiKey::id).containsExactly("c");
    }

    @Test
    void adminIsFoundAlsoAfterItsKeyWasRevoked() {
        store.add(key("k1", "alice", Role.OPERATOR, NOON), MADE);
        assertThat(store.hadAdmin()).isFalse();

        store.add(key("k2", "olga", Role.ADMIN, NOON), MADE);
        assertThat(store.hadAdmin()).isTrue();
        store.revoke("k2", NOON, REVOKED);
        assertThat(store.hadAdmin()).isTrue();
        assertThat(store.addFirstAdmin(key("k3", "admin", Role.ADMIN, NOON), MADE))
                .isFalse();
    }

    private static ApiKey restricted(String id) {
        return new ApiKey(
                id,
                ApiKeyHash.of("mb_" + id),
                null,
                "gateway",
                Set.of(Role.PUBLISHER),
                Tier.BROKER,
                "sealed",
                NOON,
                "olga",
                null,
                NOON.plusSeconds(60),
                new KeyRestrictions(
                        List.of(Network.parse("192.0.2.0/24"), Network.parse("2001:db8::1")),
                        new PublishScope(List.of("ORDER_FILLED", "PRICE_ALERT"), "desk-")),
                null,
                null);
    }

    @Test
    void restrictionsAreReadBackUnchanged() {
        ApiKey key = restricted("k1");

        store.add(key, MADE);

        assertThat(store.find("k1")).contains(key);
    }

    /** A node of the previous release would otherwise ignore the restrictions. */
    @Test
    void nodeOfThePreviousReleaseRejectsARestrictedKey() {
        ApiKey restricted = restricted("k1");
        ApiKey other = key("k2", "alice", Role.TRADER, NOON);
        store.add(restricted, MADE);
        store.add(other, MADE);

        assertThat(ApiKeyHash.parse(hashOfThePreviousRelease("k1")).matches("mb_k1"))
                .isFalse();
        assertThat(ApiKeyHash.parse(hashOfThePreviousRelease("k2")).matches("mb_k2"))
                .isTrue();
        assertThat(store.find("k1").orElseThrow().hash().matches("mb_k1")).isTrue();
    }

    private String hashOfThePreviousRelease(String id) {
        return database.read(sql -> sql.first(row -> row.getString(1), "SELECT hash FROM api_keys WHERE id = ?", id)
                .orElseThrow());
    }

    @Test
    void replacedKeyExpiresAndItsSuccessorIsAdded() {
        ApiKey old = key("k1", "gateway", Role.PUBLISHER, NOON);
        ApiKey successor = key("k2", "gateway", Role.PUBLISHER, NOON.plusSeconds(1));
        store.add(old, MADE);

        assertThat(store.replace("k1", NOON.plusSeconds(60), successor, REVOKED))
                .isTrue();

        ApiKey replaced = store.find("k1").orElseThrow();
        assertThat(replaced.replacedBy()).isEqualTo("k2");
        assertThat(replaced.expiresAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(replaced.hash()).isEqualTo(old.hash());
        assertThat(ApiKeyHash.parse(hashOfThePreviousRelease("k1")).matches("mb_k1"))
                .isFalse();
        assertThat(store.find("k2")).contains(successor);
        assertThat(trail.events()).containsExactly(MADE, REVOKED);
    }

    @Test
    void keyThatIsReplacedRevokedOrExpiredIsNotReplaced() {
        store.add(key("k1", "gateway", Role.PUBLISHER, NOON), MADE);
        store.add(restricted("k2"), MADE);
        store.add(key("k3", "gateway", Role.PUBLISHER, NOON), MADE);
        store.replace("k1", NOON.plusSeconds(60), key("s1", "gateway", Role.PUBLISHER, NOON), REVOKED);
        store.revoke("k3", NOON, REVOKED);
        int events = trail.events().size();

        ApiKey later = key("s2", "gateway", Role.PUBLISHER, NOON.plusSeconds(60));
        for (String id : List.of("k1", "k2", "k3", "unknown")) {
            assertThat(store.replace(id, NOON.plusSeconds(90), later, REVOKED))
                    .as(id)
                    .isFalse();
        }
        assertThat(store.find("s2")).isEmpty();
        assertThat(trail.events()).hasSize(events);
    }

    @Test
    void earlierExpiryOfAReplacedKeyRemains() {
        store.add(restricted("k1"), MADE);

        store.replace("k1", NOON.plusSeconds(90), key("k2", "gateway", Role.PUBLISHER, NOON), REVOKED);

        assertThat(store.find("k1").orElseThrow().expiresAt()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void expiredKeysHaveEnded() {
        store.add(restricted("k1"), MADE);
        Instant end = NOON.plusSeconds(60);

        assertThat(store.endedSince(NOON, end.minusMillis(1))).isEmpty();
        assertThat(store.endedSince(NOON, end)).containsExactly("k1");
        assertThat(store.endedSince(end.plusMillis(1), NOW)).isEmpty();
        assertThat(store.newestPublisher("gateway", NOON)).isPresent();
        assertThat(store.newestPublisher("gateway", end)).isEmpty();
    }

    @Test
    void usesAreStoredAtMostOnceAMinute() {
        Duration minute = Duration.ofMinutes(1);
        store.add(key("k1", "alice", Role.TRADER, NOON), MADE);
        store.add(key("k2", "bob", Role.TRADER, NOON), MADE);

        store.recordUses(Map.of("k1", NOON, "k2", NOON, "unknown", NOON), minute);
        store.recordUses(Map.of("k1", NOON.plusSeconds(59), "k2", NOON.plusSeconds(60)), minute);

        assertThat(store.find("k1").orElseThrow().lastUsedAt()).isEqualTo(NOON);
        assertThat(store.find("k2").orElseThrow().lastUsedAt()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void newestValidKeyThatMayPublishIsFound() {
        store.add(key("k1", "gateway", Role.PUBLISHER, NOON), MADE);
        store.add(key("k2", "gateway", Role.PUBLISHER, NOON.plusSeconds(1)), MADE);
        store.add(key("k3", "gateway", Role.TRADER, NOON.plusSeconds(2)), MADE);

        assertThat(store.newestPublisher("gateway", NOW)).map(ApiKey::id).contains("k2");
        assertThat(store.previousPublisher("gateway", NOW)).map(ApiKey::id).contains("k1");
        store.revoke("k2", NOON.plusSeconds(3), REVOKED);
        assertThat(store.previousPublisher("gateway", NOW)).isEmpty();
        assertThat(store.newestPublisher("gateway", NOW)).map(ApiKey::id).contains("k1");
        assertThat(store.newestPublisher("nobody", NOW)).isEmpty();
    }
}
