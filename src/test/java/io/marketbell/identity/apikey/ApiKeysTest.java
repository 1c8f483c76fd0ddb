package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.audit.AuditEvent;
import io.marketbell.http.address.Network;
import io.marketbell.identity.Caller;
import io.marketbell.identity.KeyRestrictions;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.testkit.clock.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final MemoryApiKeys store = new MemoryApiKeys();
    private final ConfiguredApiKeys configured = new ConfiguredApiKeys(true, Optional.empty(), clock.instant());
    private final ApiKeyCache cache = new ApiKeyCache(configured, store, clock, event -> {});
    private final SecretCipher cipher = new SecretCipher(new byte[32]);
    private final ApiKeys keys = new ApiKeys(configured, store, cache, cipher, clock);
    private final CallbackSecrets secrets = new CallbackSecrets(configured, store, cipher, clock);

    @Test
    void noSecretIsStoredOrPrinted() {
        ApiKeys.Issued issued = issue("pub", Role.PUBLISHER);

        ApiKey stored = store.keys.get(issued.key().id());
        String all = stored + stored.hash().text() + stored.sealedCallbackSecret() + issued + store.events;
        assertThat(all).doesNotContain(issued.text().substring(20), issued.callbackSecret());
        assertThat(issued.text())
                .matches("mb_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}")
                .contains("_" + stored.id() + "_");
    }

    @Test
    void keyOperationsAreAudited() {
        ApiKeys.Issued issued = issue("pub", Role.PUBLISHER);
        keys.revoke(issued.key().id(), "root", "trace2");

        String target = "api_key:" + issued.key().id();
        assertThat(store.events)
                .containsExactly(
                        new AuditEvent("root", "api_key.create", target, "for {user} as publisher, premium", "trace1")
                                .about("pub"),
                        new AuditEvent("root", "api_key.revoke", target, null, "trace2"));
    }

    @Test
    void successorHasThePropertiesOfTheReplacedKey() {
        KeyRestrictions restrictions = new KeyRestrictions(
                List.of(Network.parse("192.0.2.0/24")), new PublishScope(List.of("ORDER_FILLED"), "desk-"));
        ApiKeys.Issued old = keys.issue(
                new ApiKeys.NewKey(
                        "pub",
                        Set.of(Role.PUBLISHER),
                        Tier.BROKER,
                        "gateway",
                        clock.instant().plusSeconds(86_400 * 90),
                        restrictions),
                "root",
                "t");
        clock.advance(Duration.ofDays(80));

        ApiKeys.Rotation.Rotated rotated =
                (ApiKeys.Rotation.Rotated) keys.rotate(old.key().id(), Duration.ofDays(1), "olga", "trace");

        ApiKey successor = rotated.successor().key();
        assertThat(successor.user()).isEqualTo("pub");
        assertThat(successor.roles()).containsExactly(Role.PUBLISHER);
        assertThat(successor.tier()).isEqualTo(Tier.BROKER);
        assertThat(successor.label()).isEqualTo("gateway");
        assertThat(successor.restrictions()).isEqualTo(restrictions);
        assertThat(successor.expiresAt()).isEqualTo(clock.instant().plusSeconds(86_400 * 90));
        assertThat(rotated.expiresAt()).isEqualTo(clock.instant().plusSeconds(86_400));
        assertThat(rotated.successor().callbackSecret()).isNotEqualTo(old.callbackSecret());
        assertThat(store.events)
                .last()
                .isEqualTo(new AuditEvent(
                        "olga",
                        "api_key.rotate",
                        "api_key:" + old.key().id(),
                        "replaced by " + successor.id() + ", expires at " + rotated.expiresAt(),
                        "trace"));
    }

    @Test
    void keyThatExpiresWithinTheOverlapKeepsItsExpiry() {
        Instant end = clock.instant().plusSeconds(10);
        ApiKeys.Issued old = keys.issue(
                new ApiKeys.NewKey("a", Set.of(Role.TRADER), Tier.BROKER, null, end, KeyRestrictions.NONE),
                "root",
                "t");

        ApiKeys.Rotation.Rotated rotated =
                (ApiKeys.Rotation.Rotated) keys.rotate(old.key().id(), Duration.ofDays(1), "olga", "t");

        assertThat(rotated.expiresAt()).isEqualTo(end);
    }

    @Test
    void onlyAValidKeyThatWasNotReplacedIsReplaced() {
        ApiKeys.Issued revoked = issue("a", Role.TRADER);
        keys.revoke(revoked.key().id(), "root", "t");
        ApiKeys.Issued replaced = issue("a", Role.TRADER);
        ApiKeys.Rotation.Rotated rotated =
                (ApiKeys.Rotation.Rotated) keys.rotate(replaced.key().id(), Duration.ofDays(1), "olga", "t");
        int events = store.events.size();

        assertThat(keys.rotate(revoked.key().id(), Duration.ZERO, "olga", "t"))
                .isEqualTo(new ApiKeys.Rotation.Unknown());
        assertThat(keys.rotate("a\u0000b", Duration.ZERO, "olga", "t")).isEqualTo(new ApiKeys.Rotation.Unknown());
        assertThat(keys.rotate("dev_alice", Duration.ZERO, "olga", "t")).isEqualTo(new ApiKeys.Rotation.Configured());
        assertThat(keys.rotate(replaced.key().id(), Duration.ZERO, "olga", "t"))
                .isEqualTo(new ApiKeys.Rotation.AlreadyReplaced(
                        rotated.successor().key().id()));
        assertThat(store.events).hasSize(events);
    }

    @Test
    void callbacksAreSignedWithTheNewestValidPublishersSecret() {
        ApiKeys.Issued first = issue("pub", Role.PUBLISHER);
        clock.advance(Duration.ofSeconds(10));
        ApiKeys.Issued second = issue("pub", Role.PUBLISHER);
        clock.advance(Duration.ofSeconds(10));
        issue("pub", Role.TRADER);
        assertThat(secretOf("pub")).contains(second.callbackSecret());
        assertThat(previousSecretOf("pub")).contains(first.callbackSecret());

        keys.revoke(second.key().id(), "root", "t");
        clock.advance(ApiKeyCache.FRESH);

        assertThat(secretOf("pub")).contains(first.callbackSecret());
        assertThat(previousSecretOf("pub")).isEmpty();
        assertThat(secretOf("nobody")).isEmpty();
    }

    @Test
    void keysThatMayNotPublishHaveNoCallbackSecret() {
        assertThat(issue("alice", Role.TRADER).callbackSecret()).isNull();
        assertThat(secretOf("alice")).isEmpty();
    }

    @Test
    void secretEncryptedWithAnotherKeyIsUnavailable() {
        issue("pub", Role.PUBLISHER);
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new CallbackSecrets(configured, store, new SecretCipher(other), clock).ofPublisher("pub"))
                .isEmpty();
    }

    @Test
    void developmentKeysHaveTheDocumentedRoles() {
        assertThat(cache.byApiKey("mb_dev_admin").orElseThrow().is(Role.PUBLISHER))
                .isTrue();
        assertThat(cache.byApiKey("mb_dev_operator").orElseThrow().roles()).containsExactly(Role.OPERATOR);
        assertThat(cache.byApiKey("mb_dev_publisher"))
                .contains(new Caller("publisher", Set.of(Role.PUBLISHER), Tier.BROKER, "dev_publisher"));
        assertThat(cache.byApiKey("mb_dev_alice"))
                .contains(new Caller("alice", Set.of(Role.TRADER), Tier.STANDARD, "dev_alice"));
        assertThat(cache.byApiKey("mb_dev_bob"))
                .contains(new Caller("bob", Set.of(Role.TRADER), Tier.PREMIUM, "dev_bob"));
        assertThat(cache.byApiKey("mb_dev_broker"))
                .contains(new Caller("desk", Set.of(Role.TRADER), Tier.BROKER, "dev_broker"));
        assertThat(secretOf("publisher")).contains("mb_dev_callback_secret");
        assertThat(previousSecretOf("publisher")).isEmpty();
        assertThat(keys.revoke("dev_bob", "root", "t")).isEqualTo(ApiKeys.Revocation.CONFIGURED);
    }

    @Test
    void adminKeyFromTheEnvironmentIsValid() {
        String given = "mb_ops1_" + "s".repeat(40);
        ConfiguredApiKeys environment = new ConfiguredApiKeys(false, Optional.of(given), clock.instant());
        assertThat(environment.hasAdmin()).isTrue();
        ApiKeyCache other = new ApiKeyCache(environment, store, clock, event -> {});
        assertThat(other.byApiKey(given).orElseThrow().is(Role.ADMIN)).isTrue();
        assertThat(other.byApiKey("mb_ops1_" + "t".repeat(40))).isEmpty();
    }

    private Optional<String> secretOf(String user) {
        return secrets.ofPublisher(user).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private Optional<String> previousSecretOf(String user) {
        return secrets.previousOfPublisher(user).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private ApiKeys.Issued issue(String user, Role role) {
        return keys.issue(new ApiKeys.NewKey(user, Set.of(role), Tier.PREMIUM, null), "root", "trace1");
    }
}
