package io.marketbell.deadletter;

import static io.marketbell.deadletter.DeadLetters.Reason.CALLBACK_FAILED;
import static io.marketbell.deadletter.DeadLetters.Reason.EXPIRED;
import static io.marketbell.deadletter.DeadLetters.Reason.UNDELIVERABLE;
import static io.marketbell.deadletter.Fixtures.fill;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LetterBoxTest {

    private final RememberedLetters store = new RememberedLetters();
    private final TestClock clock = new TestClock();
    private final LetterBox box = new LetterBox(store, clock, 100, 50, Runnable::run);

    @Test
    void theSameFailureIsOneLetterWithTheLatestAttempt() {
        box.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 5, "socket closed");
        box.flush();
        clock.advance(Duration.ofSeconds(3));
        box.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 6, "socket reset");
        box.add(fill("n1", "alice"), "alice", UNDELIVERABLE, 4, "socket gone");
        box.flush();

        assertThat(store.letters).hasSize(1);
        Letter letter = store.letters.firstEntry().getValue();
        assertThat(letter.attempts()).isEqualTo(6);
        assertThat(letter.detail()).isEqualTo("socket gone");
        assertThat(letter.createdAt()).isEqualTo(Fixtures.NOON);
        assertThat(letter.lastAttemptAt()).isEqualTo(Fixtures.NOON.plusSeconds(3));
    }

    @Test
    void anotherRecipientOrReasonIsAnotherLetter() {
        box.add(fill("n1", "alice", "bob"), "alice", EXPIRED, 0, null);
        box.add(fill("n1", "alice", "bob"), "bob", EXPIRED, 0, null);
        box.add(fill("n1", "alice", "bob"), "bob", UNDELIVERABLE, 5, null);
        box.flush();

        assertThat(store.letters).hasSize(3);
        assertThat(box.reasonsOf("n1")).containsOnlyKeys("alice", "bob");
    }

    @Test
    void aLetterNamesOnlyItsOwnRecipient() {
        box.add(fill("n1", "alice", "bob"), "alice", EXPIRED, 0, null);
        box.flush();

        assertThat(store.letters.firstEntry().getValue().notification().recipients())
                .containsExactly("alice");
    }

    @Test
    void manyLettersAreWrittenInFewBatches() {
        LetterBox large = new LetterBox(store, clock, 10_000, 5_000, Runnable::run);
        for (int i = 0; i < 1_000; i++) {
            large.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        assertThat(store.writes).isZero();
        large.flush();

        assertThat(store.letters).hasSize(1_000);
        assertThat(store.writes).isEqualTo(2);
    }

    @Test
    void lettersWaitInMemoryWhileTheDatabaseIsAway() {
        store.away = true;
        box.add(fill("n1", "alice"), "alice", EXPIRED, 0, null);

        assertThat(box.flush()).isFalse();
        assertThat(box.reasonsOf("n1")).isEqualTo(Map.of("alice", EXPIRED));
        assertThat(box.size()).isEqualTo(1);

        store.away = false;
        assertThat(box.flush()).isTrue();
        assertThat(store.letters).hasSize(1);
    }

    @Test
    void inMemoryTheOldestMakeRoomAndAreCounted() {
        store.away = true;
        for (int i = 0; i < 53; i++) {
            box.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        assertThat(box.evicted()).isEqualTo(3);

        store.away = false;
        box.flush();
        assertThat(notifications()).hasSize(50).doesNotContain("n0", "n1", "n2").contains("n3", "n52");
    }

    @Test
    void whoeverAddsNeverWaitsForTheDatabase() {
        List<Runnable> handedOn = new ArrayList<>();
        LetterBox full = new LetterBox(store, clock, 100, 50, handedOn::add);
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
    void aQuickBurstIsHandedOnRatherThanLost() {
        for (int i = 0; i < 90; i++) {
            box.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        box.flush();

        assertThat(box.evicted()).isZero();
        assertThat(store.letters).hasSize(90);
    }

    @Test
    void inTheDatabaseTheOldestMakeRoomAndAreCounted() {
        for (int i = 0; i < 104; i++) {
            box.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
            clock.advance(Duration.ofMillis(1));
        }
        box.flush();

        assertThat(box.evicted()).isEqualTo(4);
        assertThat(box.size()).isEqualTo(100);
        assertThat(notifications()).doesNotContain("n0", "n3").contains("n4", "n103");
    }

    @Test
    void aCallbackThatFailedAgainMayBeReplayedAgain() {
        String url = "https://hooks.example.com/fills";
        box.add(fill("n1", "alice"), url, CALLBACK_FAILED, 5, "status 500");
        box.flush();
        String id = store.letters.firstKey();
        store.markReplayed(id, new Letter.Replay(Fixtures.NOON, "n1", "olga"));

        box.add(fill("n1", "alice"), url, CALLBACK_FAILED, 5, "status 502");
        box.flush();

        assertThat(store.letters.get(id).isReplayed()).isFalse();
        assertThat(store.letters.get(id).detail()).isEqualTo("status 502");
    }

    private List<String> notifications() {
        return store.letters.values().stream()
                .map(letter -> letter.notification().id())
                .toList();
    }

    @Test
    void whoDeletesTheOtherCopyLearnsThatALetterHadToMakeRoomBeforeItWasWritten() {
        store.away = true;
        long before = box.droppedUnwritten();
        for (int i = 0; i < 50; i++) {
            box.add(fill("n" + i, "alice"), "alice", EXPIRED, 0, null);
        }
        assertThat(box.droppedUnwritten()).isEqualTo(before);
        box.add(fill("one more", "alice"), "alice", EXPIRED, 0, null);

        assertThat(box.droppedUnwritten()).isEqualTo(before + 1);
    }
}
