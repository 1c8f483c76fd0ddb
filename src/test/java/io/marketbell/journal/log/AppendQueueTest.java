package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.log.AppendQueue.Call;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AppendQueueTest {
    private final Orders orders = new Orders(TestClock.at("2026-11-23T14:30:00Z"));

    private static AppendQueue open(int capacity, Duration patience) {
        AppendQueue queue = new AppendQueue(capacity, patience);
        queue.open();
        return queue;
    }

    private Call callOf(int entries) {
        Entry fill = orders.fill("alice");
        return new Call(Collections.nCopies(entries, fill));
    }

    @Test
    void takesWholeCallsInOrderUpToTheGroupSize() throws InterruptedException {
        AppendQueue queue = open(100, Duration.ZERO);
        List<Call> calls = List.of(callOf(4), callOf(4), callOf(4), callOf(30));
        calls.forEach(queue::put);

        assertThat(queue.take(10, Duration.ZERO)).isEqualTo(calls.subList(0, 2));
        assertThat(queue.take(10, Duration.ZERO)).isEqualTo(calls.subList(2, 3));
        assertThat(queue.take(10, Duration.ZERO))
                .as("a call larger than a group goes alone")
                .isEqualTo(calls.subList(3, 4));
        assertThat(queue.take(10, Duration.ZERO)).isEmpty();
    }

    @Test
    void groupIsBoundedByRowsIncludingRecipients() throws InterruptedException {
        String[] recipients =
                IntStream.range(0, 1_000).mapToObj(user -> "user-" + user).toArray(String[]::new);
        AppendQueue queue = open(20_000, Duration.ZERO);
        List<Call> calls = Stream.generate(() -> new Call(List.of(orders.fill(recipients))))
                .limit(5)
                .toList();
        calls.forEach(queue::put);

        assertThat(queue.take(2_500, Duration.ZERO)).isEqualTo(calls.subList(0, 2));
    }

    @Test
    void fullQueueBlocksCallersUntilThereIsRoom() throws Exception {
        AppendQueue queue = open(10, Duration.ofSeconds(10));
        queue.put(callOf(10));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> queue.put(callOf(1)));
        assertThat(waiting).isNotDone();

        queue.take(10, Duration.ZERO);

        waiting.get(10, SECONDS);
        assertThat(queue.take(10, Duration.ZERO)).hasSize(1);
    }

    @Test
    void callerIsRejectedAfterTheTimeout() {
        AppendQueue queue = open(10, Duration.ofMillis(1));
        queue.put(callOf(10));

        assertThatThrownBy(() -> queue.put(callOf(1))).isInstanceOf(JournalUnavailable.class);
    }

    @Test
    void callersWaitingForRoomAreRejectedToo() {
        AppendQueue queue = open(10, Duration.ofMinutes(1));
        queue.put(callOf(10));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> queue.put(callOf(1)));

        queue.refuse(new JournalUnavailable("planted", null));

        await().atMost(10, SECONDS).until(waiting::isCompletedExceptionally);
        assertThatThrownBy(() -> queue.put(callOf(1))).hasMessage("planted");
    }

    @Test
    void rejectingTheQueuedCallsEmptiesTheQueue() throws InterruptedException {
        AppendQueue queue = open(10, Duration.ZERO);
        List<Call> calls = List.of(callOf(4), callOf(4));
        calls.forEach(queue::put);

        queue.rejectQueued(new JournalUnavailable("planted", null));

        assertThat(calls).allMatch(call -> call.answer().isCompletedExceptionally());
        queue.put(callOf(10));
        assertThat(queue.take(10, Duration.ZERO)).hasSize(1);
    }
}
