package io.marketbell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.SharedKeys.Holder;
import io.marketbell.cluster.SharedKeys.Use;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link SharedKeys}, for two nodes. */
public abstract class SharedKeysContract {
    /** The lease of claims in tests where it ends. */
    protected static final Duration SHORT = Duration.ofMillis(100);

    private final String key = UUID.randomUUID().toString();

    /** Returns the keys of a node; the nodes share them. */
    protected abstract SharedKeys node(int number, Duration lease);

    private SharedKeys a() {
        return node(0, SharedKeys.LEASE);
    }

    private SharedKeys b() {
        return node(1, SharedKeys.LEASE);
    }

    @Test
    void aFreeKeyIsClaimed() {
        assertThat(a().isShared()).isTrue();
        assertHolder(claim(a(), use("1", 7)), "1", 7, false);
        assertHolder(claim(a(), use("1", 7)), "1", 7, false);
    }

    @Test
    void aKeyThatAnotherNodeHasUsedIsHeldByItsNotification() {
        claim(a(), use("1", 7));
        a().fulfil(List.of(use("1", 7)));
        await().until(() -> claim(a(), use("1", 7)).fulfilled());

        assertHolder(claim(b(), use("2", 8)), "1", 7, true);
    }

    @Test
    void aPublicationInProgressAtAnotherNodeHoldsItsKey() {
        claim(a(), use("1", 7));

        assertHolder(claim(b(), use("2", 7)), "1", 7, false);
    }

    @Test
    void aReleasedKeyIsFree() {
        claim(a(), use("1", 7));
        a().release(List.of(use("1", 7)));

        await().untilAsserted(() -> assertHolder(claim(b(), use("2", 8)), "2", 8, false));
    }

    @Test
    void onlyItsHolderReleasesOrFulfilsAKey() {
        claim(a(), use("1", 7));
        b().release(List.of(use("2", 7)));
        b().fulfil(List.of(use("2", 7)));
        // commands of a node are executed in their order
        claim(b(), new Use(key + " other", "3", new byte[] {7}));

        assertHolder(claim(a(), use("1", 7)), "1", 7, false);
    }

    @Test
    void aFulfilledKeyIsNotReleased() {
        claim(a(), use("1", 7));
        a().fulfil(List.of(use("1", 7)));
        a().release(List.of(use("1", 7)));

        assertHolder(claim(a(), use("2", 7)), "1", 7, true);
    }

    @Test
    void theKeyOfANodeThatHasEndedIsFreeAfterTheLease() {
        claim(node(0, SHORT), use("1", 7));

        await().untilAsserted(() -> assertHolder(claim(node(1, SHORT), use("2", 8)), "2", 8, false));
    }

    @Test
    void aKeyIsFulfilledEvenIfItsLeaseHasEnded() {
        SharedKeys slow = node(0, SHORT);
        slow.fulfil(List.of(use("1", 7)));

        await().untilAsserted(() -> assertHolder(claim(node(1, SHORT), use("2", 8)), "1", 7, true));
    }

    @Test
    void manyKeysAreClaimedAtOnce() {
        List<Use> uses = IntStream.range(0, 1_000)
                .mapToObj(i -> new Use(key + i, "id" + i, new byte[] {(byte) i, (byte) -i}))
                .toList();
        claim(b(), uses.get(500), "other");

        List<Holder> holders = a().claim(uses).orElseThrow();

        for (int i = 0; i < uses.size(); i++) {
            assertThat(holders.get(i).id()).isEqualTo(i == 500 ? "other" : "id" + i);
        }
        assertThat(holders.get(3).contentHash()).isEqualTo(uses.get(3).contentHash());
    }

    private Use use(String id, int hash) {
        return new Use(key, id, new byte[] {(byte) hash});
    }

    private static Holder claim(SharedKeys keys, Use use) {
        return keys.claim(List.of(use)).orElseThrow().get(0);
    }

    private static void claim(SharedKeys keys, Use use, String id) {
        claim(keys, new Use(use.key(), id, use.contentHash()));
    }

    private static void assertHolder(Holder holder, String id, int hash, boolean fulfilled) {
        assertThat(holder.id()).isEqualTo(id);
        assertThat(holder.contentHash()).containsExactly(hash);
        assertThat(holder.fulfilled()).isEqualTo(fulfilled);
    }
}
