package io.marketbell.identity.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.audit.AuditTrail;
import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.identity.IdentityUnavailable;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class SealKeyCheckTest {
    private static final byte[] KEY = key(1);
    private static final byte[] OTHER = key(2);

    private final Database database;

    SealKeyCheckTest(DatabaseKind kind) {
        database = Database.over(kind.empty());
    }

    private static byte[] key(int first) {
        byte[] key = new byte[SecretCipher.KEY_BYTES];
        key[0] = (byte) first;
        return key;
    }

    /** Returns the result of a start of a node in a cluster. */
    private String start(byte[] key, int version) {
        return start(key, version, false);
    }

    private String start(byte[] key, int version, boolean alone) {
        SealKeyCheck check = new SealKeyCheck(new SecretCipher(key), version);
        return database.write(sql -> check.refusal(sql, alone));
    }

    private ApiKeys keys(byte[] key) {
        InstantSource clock = InstantSource.system();
        ConfiguredApiKeys configured = new ConfiguredApiKeys(false, Optional.empty(), clock.instant());
        ApiKeyStore store =
                new DatabaseApiKeys(database, AuditTrail.in(database).audit());
        ApiKeyCache cache = new ApiKeyCache(configured, store, clock, revoked -> {});
        return new ApiKeys(configured, store, cache, new SecretCipher(key), clock);
    }

    private String issuePublisherKey() {
        return keys(KEY)
                .issue(new ApiKeys.NewKey("pub", Set.of(Role.PUBLISHER), Tier.BROKER, null), "root", "t")
                .key()
                .id();
    }

    @Test
    void nodesWithTheSameKeyStart() {
        assertThat(start(KEY, 1)).isEmpty();
        assertThat(start(KEY, 1)).isEmpty();
    }

    @Test
    void nodeWithAnotherKeyIsRefusedWithTheRemedyAndWithoutTheKey() {
        start(KEY, 1);

        String refusal = start(OTHER, 1);

        assertThat(refusal)
                .contains("another key", "marketbell.identity.secret.key.version=2")
                .doesNotContain(Base64.getEncoder().encodeToString(KEY), new SecretCipher(KEY).fingerprint());
        assertThat(start(KEY, 1)).isEmpty();
    }

    @Test
    void refusedNodeEncryptsNothingAndReadsNoSecret() {
        start(KEY, 1);
        SecretCipher cipher = new SecretCipher(OTHER);
        assertThat(cipher.isConfirmed()).isFalse();

        SealKeyCheck check = new SealKeyCheck(cipher, 1);
        database.write(sql -> check.refusal(sql, false));

        assertThat(cipher.isConfirmed()).isFalse();
        assertThatThrownBy(() -> cipher.seal("mbs_secret", "k1")).isInstanceOf(IdentityUnavailable.class);
    }

    @Test
    void acceptedNodeReadsSecrets() {
        SecretCipher cipher = new SecretCipher(KEY);

        database.write(sql -> new SealKeyCheck(cipher, 1).refusal(sql, false));

        assertThat(cipher.isConfirmed()).isTrue();
        assertThat(cipher.open(cipher.seal("mbs_secret", "k1"), "k1")).isEqualTo("mbs_secret".getBytes(UTF_8));
    }

    @Test
    void higherVersionReplacesTheKey() {
        start(KEY, 1);
        issuePublisherKey();

        assertThat(start(OTHER, 2)).isEmpty();

        assertThat(start(OTHER, 2)).isEmpty();
        assertThat(start(OTHER, 1)).isEmpty();
        assertThat(start(KEY, 1)).contains("was replaced", "marketbell.identity.secret.key.version=2");
        assertThat(start(KEY, 2)).contains("marketbell.identity.secret.key.version=3");
    }

    @Test
    void onlyNodeMayUseAnotherKeyWhileNothingIsEncrypted() {
        start(KEY, 1, true);
        assertThat(start(OTHER, 1, true)).isEmpty();
        assertThat(start(KEY, 1, true)).isEmpty();
        String id = issuePublisherKey();

        assertThat(start(OTHER, 1, true)).contains("another key");

        keys(KEY).revoke(id, "root", "t");
        assertThat(start(OTHER, 1, true)).isEmpty();
    }
}
