package io.marketbell.deadletter;

import static io.marketbell.deadletter.DeadLetters.Reason.CALLBACK_FAILED;
import static io.marketbell.deadletter.DeadLetters.Reason.EXPIRED;
import static io.marketbell.deadletter.Fixtures.NOON;
import static io.marketbell.deadletter.Fixtures.fill;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.deadletter.Replays.Result.Done;
import io.marketbell.deadletter.Replays.Result.Failed;
import io.marketbell.deadletter.Replays.Result.Gone;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ReplaysTest {

    private final MemoryDeadLetters store = new MemoryDeadLetters();
    private final TestClock clock = new TestClock();
    private final DeadLetterQueue queue = new DeadLetterQueue(store, clock, 10_000, 10_000, Runnable::run);
    private final IdempotentJournal journal = new IdempotentJournal();
    private final List<String> retried = new ArrayList<>();
    private int keptOutcomes = 1;
    private volatile Executor marker = Runnable::run;
    private final Executor marking = task -> marker.execute(task);
    private final Replays replays = new Replays(store, journal, this::retry, clock, marking);

    @Test
    void repeatedReplayIsPublishedOnce() {
        String letter = expired("n1", "alice");

        Done first = (Done) replay(letter);
        Done second = (Done) replay(letter);

        assertThat(first.duplicate()).isFalse();
        assertThat(first.offset()).isEqualTo(900);
        assertThat(second.duplicate()).isTrue();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(journal.published).hasSize(1);
        assertThat(store.letters.get(letter).replay()).isEqualTo(new DeadLetter.Replay(NOON, first.id(), "olga"));
    }

    @Test
    void letterIsNotMarkedOnThePublishingThread() {
        String letter = expired("n1", "alice");
        journal.pending = new CompletableFuture<>();
        List<Runnable> handedOn = new ArrayList<>();
        marker = handedOn::add;
        CompletableFuture<Replays.Result> replay =
                replays.replay(letter, "olga").orElseThrow();

        store.onWrite = () -> {
            throw new AssertionError("marked by the thread that commits");
        };
        journal.pending.complete(null);
        assertThat(replay).isNotDone();

        store.onWrite = () -> {};
        handedOn.get(0).run();
        assertThat(replay.join()).isInstanceOf(Done.class);
        assertThat(store.letters.get(letter).isReplayed()).isTrue();
    }

    @Test
    void rejectedMarkFailsTheReplayWhichMayBeRepeated() {
        String letter = expired("n1", "alice");
        marker = task -> {
            throw new RejectedExecutionException("planted");
        };
        assertThat(replays.replay(letter, "olga").orElseThrow().join()).isInstanceOf(Replays.Result.Failed.class);

        marker = Runnable::run;
        Done again = (Done) replay(letter);
        assertThat(again.duplicate()).isTrue();
        assertThat(journal.published).hasSize(1);
    }

    @Test
    void concurrentReplaysPublishOnce() {
        String letter = expired("n1", "alice");
        journal.pending = new CompletableFuture<>();

        CompletableFuture<Replays.Result> one = replays.replay(letter, "olga").orElseThrow();
        CompletableFuture<Replays.Result> other =
                replays.replay(letter, "oscar").orElseThrow();
        assertThat(one).isNotDone();
        journal.pending.complete(null);

        assertThat(((Done) one.join()).id()).isEqualTo(((Done) other.join()).id());
        assertThat(journal.published).hasSize(1);
    }

    @Test
    void crashBetweenPublishingAndMarkingPublishesOnce() {
        String letter = expired("n1", "alice");
        String before = journal.republish(fill("n1", "alice"), "alice", "dead-letter:" + letter)
                .toCompletableFuture()
                .join()
                .id();

        Done after = (Done) replay(letter);

        assertThat(after.duplicate()).isTrue();
        assertThat(after.id()).isEqualTo(before);
        assertThat(store.letters.get(letter).isReplayed()).isTrue();
    }

    @Test
    void nothingChangesWhileTheJournalIsUnavailable() {
        String letter = expired("n1", "alice");
        journal.away = true;

        assertThat(replay(letter)).isInstanceOf(Failed.class);
        assertThat(store.letters.get(letter).isReplayed()).isFalse();

        journal.away = false;
        assertThat(replay(letter)).isInstanceOf(Done.class);
    }

    @Test
    void failedCallbackIsSentAgainWithoutPublishing() {
        String letter = letter("n1", "https://hooks.example.com/fills", CALLBACK_FAILED);

        assertThat(replay(letter)).isEqualTo(new Done(letter, "n1", 0, false));
        assertThat(retried).containsExactly("n1 https://hooks.example.com/fills");
        assertThat(journal.published).isEmpty();
    }

    @Test
    void letterOfATypeOfANewerReleaseIsNotPublishedWithAnotherType() {
        String text = StoredNotification.text(fill("n1", "alice")).replace("ORDER_FILLED", "MARGIN_CALL");
        queue.add(StoredNotification.parse(text), "alice", EXPIRED, 0, null);
        queue.flush();

        Replays.Result result = replay(store.letters.lastKey());

        assertThat(((Gone) result).why()).isEqualTo("this release does not know the type MARGIN_CALL");
        assertThat(journal.published).isEmpty();
    }

    @Test
    void callbackWithoutStoredOutcomesIsGone() {
        String letter = letter("n1", "https://hooks.example.com/fills", CALLBACK_FAILED);
        keptOutcomes = 0;

        assertThat(replay(letter)).isInstanceOf(Gone.class);
        assertThat(store.letters.get(letter).isReplayed()).isFalse();
    }

    @Test
    void replayByFilterStartsWithTheOldestAndReturnsTheRemainingCount() {
        for (int i = 0; i < 7; i++) {
            expired("n" + i, i % 2 == 0 ? "alice" : "bob");
            clock.advance(Duration.ofMillis(1));
        }
        DeadLetterFilter alices = new DeadLetterFilter(EXPIRED, NotificationType.ORDER_FILLED, "alice");

        Replays.Many some = replays.replayAll(alices, null, 3, "olga");
        assertThat(some.results()).hasSize(3).allMatch(Done.class::isInstance);
        assertThat(some.remaining()).isEqualTo(1);

        Replays.Many rest = replays.replayAll(alices, null, 3, "olga");
        assertThat(rest.results()).hasSize(1);
        assertThat(rest.remaining()).isZero();
        assertThat(journal.published.values())
                .extracting(n -> n.recipients().get(0))
                .containsOnly("alice")
                .hasSize(4);
    }

    @Test
    void replayByFilterStopsIfTheJournalIsUnavailable() {
        for (int i = 0; i < 250; i++) {
            expired("n" + i, "alice");
        }
        journal.away = true;

        Replays.Many none = replays.replayAll(DeadLetterFilter.ALL, null, 1_000, "olga");

        assertThat(none.results()).hasSize(100).allMatch(Failed.class::isInstance);
        assertThat(none.remaining()).isEqualTo(250);
    }

    @Test
    void repeatHasItsOwnTimeToLiveAndRefersToTheOriginal() {
        Notification original = fill("n1", "alice", "bob");
        Notification repeat =
                Replays.repeat(original, "bob", "n2", "dead-letter:x", "reserved", NOON.plus(Duration.ofDays(30)));

        assertThat(repeat.id()).isEqualTo("n2");
        assertThat(repeat.recipients()).containsExactly("bob");
        assertThat(repeat.replayOf()).isEqualTo("n1");
        assertThat(repeat.offset()).isZero();
        assertThat(repeat.body()).isEqualTo(original.body());
        assertThat(repeat.time()).isEqualTo(original.time());
        assertThat(repeat.expiresAt()).isEqualTo(NOON.plus(Duration.ofDays(37)));
    }

    private String expired(String notification, String recipient) {
        return letter(notification, recipient, EXPIRED);
    }

    private String letter(String notification, String recipient, DeadLetters.Reason reason) {
        queue.add(fill(notification, "alice", "bob"), recipient, reason, 5, null);
        queue.flush();
        return store.letters.lastKey();
    }

    private Replays.Result replay(String letter) {
        return replays.replay(letter, "olga").orElseThrow().join();
    }

    private int retry(String notification, String url) {
        retried.add(notification + " " + url);
        return keptOutcomes;
    }

    /** Publishes once per key, like the journal. */
    private static final class IdempotentJournal implements Republisher {
        final Map<String, Notification> published = new HashMap<>();
        boolean away;
        CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);

        @Override
        public CompletionStage<Replayed> republish(Notification original, String recipient, String key) {
            if (away) {
                return CompletableFuture.failedFuture(new IllegalStateException("away"));
            }
            boolean duplicate = published.containsKey(key);
            Notification repeat = published.computeIfAbsent(
                    key, k -> Replays.repeat(original, recipient, "replay-of-" + original.id(), k, "reserved", NOON));
            return pending.thenApply(done -> new Replayed(repeat.id(), 900, duplicate));
        }
    }
}
