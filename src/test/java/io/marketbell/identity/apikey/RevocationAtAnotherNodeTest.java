package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.audit.AuditTrail;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.WakeUps;
import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import io.marketbell.identity.ApiKeyRevoked;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.testkit.bus.UnreliableBuses;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two nodes that verify the API keys of one PostgreSQL. */
class RevocationAtAnotherNodeTest {
    private final TestClock clock = new TestClock();
    private final Database database = Database.over(ProductDatabases.postgres());
    private final Node one = new Node();
    private final Node other = new Node();

    @Test
    void nextPollOfTheOtherNodeEndsTheUseOfARevokedKey() {
        ApiKeys.Issued key =
                one.keys.issue(new ApiKeys.NewKey("alice", Set.of(Role.TRADER), Tier.STANDARD, null), "root", "t");
        other.cache.poll();
        assertThat(other.cache.byApiKey(key.text())).isPresent();

        one.keys.revoke(key.key().id(), "root", "t");
        clock.advance(Duration.ofSeconds(IdentityStartup.POLL_SECONDS));
        other.cache.poll();

        assertThat(other.revoked)
                .containsExactly(new ApiKeyRevoked(Set.of(key.key().id())));
        assertThat(other.cache.isRevoked(key.key().id())).isTrue();
        assertThat(other.cache.byApiKey(key.text())).isEmpty();
    }

    @Test
    void messageOfTheRevokingNodeEndsTheUseOfAKeyAtOnce() {
        UnreliableBuses buses = new UnreliableBuses();
        one.keys.onRevoked(new WakeUps(buses.node(), BusTopic.REVOKED)::send);
        new WakeUps(buses.node(), BusTopic.REVOKED).onArrival(Runnable::run, other.cache::poll);
        ApiKeys.Issued key =
                one.keys.issue(new ApiKeys.NewKey("alice", Set.of(Role.TRADER), Tier.STANDARD, null), "root", "t");
        assertThat(other.cache.byApiKey(key.text())).isPresent();

        one.keys.revoke(key.key().id(), "root", "t");

        assertThat(other.revoked)
                .containsExactly(new ApiKeyRevoked(Set.of(key.key().id())));
        assertThat(other.cache.byApiKey(key.text())).isEmpty();
    }

    @Test
    void newKeyIsValidAtTheOtherNodeAtOnce() {
        ApiKeys.Issued key =
                one.keys.issue(new ApiKeys.NewKey("ops", Set.of(Role.OPERATOR), Tier.BROKER, null), "root", "t");

        assertThat(other.cache.byApiKey(key.text()).orElseThrow().roles()).containsExactly(Role.OPERATOR);
    }

    @Test
    void connectionsOfARevokedKeyAreClosedWithinThreeSeconds() {
        assertThat(IdentityStartup.POLL_SECONDS).isLessThan(3);
    }

    private final class Node {
        final List<ApiKeyRevoked> revoked = new ArrayList<>();
        final ApiKeyCache cache;
        final ApiKeys keys;

        Node() {
            ConfiguredApiKeys configured = new ConfiguredApiKeys(false, Optional.empty(), clock.instant());
            ApiKeyStore store =
                    new DatabaseApiKeys(database, AuditTrail.in(database).audit());
            cache = new ApiKeyCache(configured, store, clock, revoked::add);
            keys = new ApiKeys(configured, store, cache, new SecretCipher(new byte[SecretCipher.KEY_BYTES]), clock);
        }
    }
}
