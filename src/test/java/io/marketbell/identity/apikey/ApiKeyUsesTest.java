package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.identity.KeyRestrictions;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyUsesTest {
    private static final ApiKeyHash HASH = ApiKeyHash.of("mb_k");

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final MemoryApiKeys store = new MemoryApiKeys();
    private final ApiKeyUses uses = new ApiKeyUses(store, clock);

    private ApiKey key(String id, Instant lastUsedAt) {
        return new ApiKey(
                id,
                HASH,
                null,
                "alice",
                Set.of(Role.TRADER),
                Tier.STANDARD,
                null,
                Instant.EPOCH,
                "root",
                null,
                null,
                KeyRestrictions.NONE,
                null,
                lastUsedAt);
    }

    @Test
    void continuousUseIsStoredOnceAMinute() {
        Instant start = clock.instant();
        for (int second = 0; second < 150; second++) {
            uses.record(key("k1", null));
            uses.write();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(store.uses)
                .containsExactly(
                        Map.of("k1", start), Map.of("k1", start.plusSeconds(60)), Map.of("k1", start.plusSeconds(120)));
    }

    @Test
    void useThatAnotherNodeHasStoredWithinAMinuteIsNotStored() {
        uses.record(key("k1", clock.instant().minusSeconds(59)));
        uses.record(key("k2", clock.instant().minusSeconds(60)));
        uses.write();

        assertThat(store.uses).containsExactly(Map.of("k2", clock.instant()));
    }

    @Test
    void usesWaitWhileTheDatabaseIsUnavailable() {
        Instant first = clock.instant();
        uses.record(key("k1", null));
        store.away = true;
        assertThatThrownBy(uses::write).hasMessage("connection refused");
        assertThat(uses.waiting()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(5));
        uses.record(key("k1", null));
        store.away = false;
        uses.write();

        assertThat(store.uses).containsExactly(Map.of("k1", first));
        assertThat(uses.waiting()).isZero();
    }

    @Test
    void numberOfWaitingUsesIsBounded() {
        for (int i = 0; i < ApiKeyUses.MAX_WAITING + 10; i++) {
            uses.record(key("k" + i, null));
        }

        assertThat(uses.waiting()).isEqualTo(ApiKeyUses.MAX_WAITING);
    }

    @Test
    void nothingIsWrittenWithoutUses() {
        uses.write();

        assertThat(store.asked).isZero();
    }
}
