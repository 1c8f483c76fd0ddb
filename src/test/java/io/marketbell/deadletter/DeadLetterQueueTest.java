package io.marketbell.deadletter;

import static io.marketbell.deadletter.DeadLetters.Reason.CALLBACK_FAILED;
import static io.marketbell.deadletter.DeadLetters.Reason.EXPIRED;
import static io.marketbell.deadletter.DeadLetters.Reason.UNDELIVERABLE;
import static io.marketbell.deadletter.Fixtures.fill;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterQueueTest {

    private final MemoryDeadLetters store = new MemoryDeadLetters();
    private final TestClock clock = new TestClock();
    private final DeadLetterQueue queue = new DeadLetterQueue(store, clock, 100, 50, Runnable::run);

    @Test
    void repeatedFailureUpdatesTheLetter() {
        queue.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 5, "socket closed");
        queue.flush();
        clock.advance(Duration.ofSeconds(3));
        queue.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 6, "socket reset");
        queue.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 4, "socket gone");
        queue.flush();

        assertThat(store.letters).hasSize(1);
        DeadLetter letter = store.letters.firstEntry().getValue();
        assertThat(letter.attempts()).isEqualTo(6);
        assertThat(letter.detail()).isEqualTo("socket gone");
        assertThat(letter.createdAt()).isEqualTo(Fixtures.NOON);
        assertThat(letter.lastAttemptAt()).isEqualTo(Fixtures.NOON.plusSeconds(3));
    }

    @Test
    void differentRecipientOrReasonIsASeparateLetter() {
        queue.add(fill("n1", "alice", "bob"), "alice", EXPIRED, 0, null);
        queue.add(fill("n1", "alice", "bob"), "bob", EXPIRED, 0, null);
        queue.add(fill("n1", "alice", "bob"), "bob", UNDELIVERABLE, 5, null);
        queue.flush();

        assertThat(store.letters).hasSize(3);
        assertThat(queue.reasonsOf("n1")).containsOnlyKeys("alice", "bob");
    }

    @Test
    void letterContainsOnlyItsOwnRecipient() {
        queue.add(fill("n1", "alice", "bob"), "alice", EXPIRED, 0, null);
        queue.flush();

        assertThat(store.letters.firstEntry().getValue().notification().recipients())
                .containsExactly("alice");
    }

    @Test
    void manyLettersAreWrittenInFewBatches() {
        DeadLetterQueue large = new DeadLetterQueue(store, clock, 10_000, 5_000, Runnable::run);
        for (int i = 0; i < 1_000; i++) {
            large.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        assertThat(store.writes).isZero();
        large.flush();

        assertThat(store.letters).hasSize(1_000);
        assertThat(store.writes).isEqualTo(2);
    }

    @Test
    void lettersStayInMemoryWhileTheDatabaseIsUnavailable() {
        store.away = true;
        queue.add(fill("n1", "alice"), "alice", EXPIRED, 0, null);

        assertThat(queue.flush()).isFalse();
        assertThat(queue.reasonsOf("n1")).isEqualTo(Map.of("alice", EXPIRED));
        assertThat(queue.size()).isEqualTo(1);

        store.away = false;
        assertThat(queue.flush()).isTrue();
        assertThat(store.letters).hasSize(1);
    }

    @Test
    void oldestQueuedLettersAreEvictedAndCounted() {
        store.away = true;
        for (int i = 0; i < 53; i++) {
            queue.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        assertThat(queue.evicted()).isEqualTo(3);

        store.away = false;
        queue.flush();
        assertThat(notifications()).hasSize(50).doesNotContain("n0", "n1", "n2").contains("n3", "n52");
    }

    @Test
    void addNeverBlocksOnTheDatabase() {
        List<Runnable> handedOn = new ArrayList<>();
        DeadLetterQueue full = new DeadLetterQueue(store, clock, 100, 50, handedOn::add);
        store.onWrite = () -> {
            throw new AssertionError("written by the thread that adds");
        };

        for (int i = 0; i < 50; i++) {
            full.add(fill("n" + i, "alice"), "alice", UNDELIVERABLE, 5, null);
        }

        assertThat(handedOn).hasSize(1);
        assertThat(full.evicted()).isZero();
        store.onWrite = () -> {};
        handedOn.get(0).run();
        assertThat(store.letters).hasSize(50);
    }

    @Test
    void burstTriggersAFlushInsteadOfEviction() {
        for (int i = 0; i < 90; i++) {
            queue.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        queue.flush();

        assertThat(queue.evicted()).isZero();
        assertThat(store.letters).hasSize(90);
    }

    @Test
    void oldestStoredLettersAreEvictedAndCounted() {
        for (int i = 0; i < 104; i++) {
            queue.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
            clock.advance(Duration.ofMillis(1));
        }
        queue.flush();

        assertThat(queue.evicted()).isEqualTo(4);
        assertThat(queue.size()).isEqualTo(100);
        assertThat(notifications()).doesNotContain("n0", "n3").contains("n4", "n103");
    }

    @Test
    void callbackThatFailedAgainMayBeReplayedAgain() {
        String url = "https://hooks.example.com/fills";
        queue.add(fill("n1", "alice"), url, CALLBACK_FAILED, 5, "status 500");
        queue.flush();
        String id = store.letters.firstKey();
        store.markReplayed(id, new DeadLetter.Replay(Fixtures.NOON, "n1", "olga"));

        queue.add(fill("n1", "alice"), url, CALLBACK_FAILED, 5, "status 502");
        queue.flush();

        assertThat(store.letters.get(id).isReplayed()).isFalse();
        assertThat(store.letters.get(id).detail()).isEqualTo("status 502");
    }

    private List<String> notifications() {
        return store.letters.values().stream()
                .map(letter -> letter.notification().id())
                .toList();
    }

    @Test
    void lettersDroppedBeforeTheyWereWrittenAreReported() {
        store.away = true;
        long before = queue.droppedUnwritten();
        for (int i = 0; i < 50; i++) {
            queue.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        assertThat(queue.droppedUnwritten()).isEqualTo(before);
        queue.add(fill("one more", "alice"), "alice", EXPIRED, 0, null);

        assertThat(queue.droppedUnwritten()).isEqualTo(before + 1);
    }
}
