package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.audit.Deed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final TestClock clock = new TestClock();
    private final MemoryKeys store = new MemoryKeys();
    private final ConfiguredKeys configured = new ConfiguredKeys(true, Optional.empty(), clock.instant());
    private final KeyRing ring = new KeyRing(configured, store, clock, event -> {});
    private final Seal seal = new Seal(new byte[32]);
    private final Keys keys = new Keys(configured, store, ring, seal, clock);
    private final CallbackSecrets secrets = new SealedCallbackSecrets(configured, store, seal, clock);

    @Test
    void noSecretIsStoredOrPrinted() {
        Keys.Issued issued = issue("pub", Role.PUBLISHER);

        Key stored = store.keys.get(issued.key().id());
        String all = stored + stored.hash().text() + stored.sealedCallbackSecret() + issued + store.deeds;
        assertThat(all).doesNotContain(issued.text().substring(20), issued.callbackSecret());
        assertThat(issued.text()).matches("mb_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}").contains("_" + stored.id() + "_");
    }

    @Test
    void whatIsDoneToKeysIsAudited() {
        Keys.Issued issued = issue("pub", Role.PUBLISHER);
        keys.revoke(issued.key().id(), "root", "trace2");

        String target = "api_key:" + issued.key().id();
        assertThat(store.deeds)
                .containsExactly(
                        new Deed("root", "api_key.create", target, "for pub as publisher, premium", "trace1"),
                        new Deed("root", "api_key.revoke", target, null, "trace2"));
    }

    @Test
    void callbacksAreSignedWithTheNewestValidPublishersSecret() {
        Keys.Issued first = issue("pub", Role.PUBLISHER);
        clock.advance(Duration.ofSeconds(10));
        Keys.Issued second = issue("pub", Role.PUBLISHER);
        clock.advance(Duration.ofSeconds(10));
        issue("pub", Role.TRADER);
        assertThat(secretOf("pub")).contains(second.callbackSecret());

        keys.revoke(second.key().id(), "root", "t");
        clock.advance(KeyRing.FRESH);

        assertThat(secretOf("pub")).contains(first.callbackSecret());
        assertThat(secretOf("nobody")).isEmpty();
    }

    @Test
    void keysThatMayNotPublishHaveNoCallbackSecret() {
        assertThat(issue("alice", Role.TRADER).callbackSecret()).isNull();
        assertThat(secretOf("alice")).isEmpty();
    }

    @Test
    void aSecretSealedByAnotherNodesKeyIsNoSecret() {
        issue("pub", Role.PUBLISHER);
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new SealedCallbackSecrets(configured, store, new Seal(other), clock).ofPublisher("pub"))
                .isEmpty();
    }

    @Test
    void theDevelopmentKeysAreThoseOfTheContract() {
        assertThat(ring.byApiKey("mb_dev_admin").orElseThrow().is(Role.PUBLISHER))
                .isTrue();
        assertThat(ring.byApiKey("mb_dev_operator").orElseThrow().roles()).containsExactly(Role.OPERATOR);
        assertThat(ring.byApiKey("mb_dev_publisher"))
                .contains(new Caller("publisher", Set.of(Role.PUBLISHER), Tier.BROKER, "dev_publisher"));
        assertThat(ring.byApiKey("mb_dev_alice"))
                .contains(new Caller("alice", Set.of(Role.TRADER), Tier.STANDARD, "dev_alice"));
        assertThat(ring.byApiKey("mb_dev_bob"))
                .contains(new Caller("bob", Set.of(Role.TRADER), Tier.PREMIUM, "dev_bob"));
        assertThat(ring.byApiKey("mb_dev_broker"))
                .contains(new Caller("desk", Set.of(Role.TRADER), Tier.BROKER, "dev_broker"));
        assertThat(secretOf("publisher")).contains("mb_dev_callback_secret");
        assertThat(keys.revoke("dev_bob", "root", "t")).isEqualTo(Keys.Revocation.CONFIGURED);
    }

    @Test
    void theFirstAdminKeyIsToldExactlyOnce() {
        List<String> console = new ArrayList<>();
        FirstAdmin first = new FirstAdmin(configured, store, keys, console::add);
        first.ensure();
        first.ensure();
        new FirstAdmin(configured, store, keys, console::add).ensure();

        assertThat(console).hasSize(1);
        assertThat(ring.byApiKey(console.get(0)).orElseThrow().is(Role.ADMIN)).isTrue();
    }

    @Test
    void anAdminKeyFromTheEnvironmentTakesThePlaceOfTheFirst() {
        String given = "mb_ops1_" + "s".repeat(40);
        ConfiguredKeys environment = new ConfiguredKeys(false, Optional.of(given), clock.instant());
        new FirstAdmin(environment, store, keys, key -> {
                    throw new AssertionError("told");
                })
                .ensure();

        KeyRing other = new KeyRing(environment, store, clock, event -> {});
        assertThat(other.byApiKey(given).orElseThrow().is(Role.ADMIN)).isTrue();
        assertThat(other.byApiKey("mb_ops1_" + "t".repeat(40))).isEmpty();
    }

    private Optional<String> secretOf(String user) {
        return secrets.ofPublisher(user).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private Keys.Issued issue(String user, Role role) {
        return keys.issue(new Keys.Wanted(user, Set.of(role), Tier.PREMIUM, null), "root", "trace1");
    }
}
