package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.identity.UserName;
import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The contract of appending and reading for every back end. */
abstract class JournalContractTest extends JournalFixture {
    @Test
    void offsetsStartAtOneWithoutGaps() {
        assertThat(journal.head()).isZero();

        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(1);
        assertThat(append(orders.fill("bob"), orders.notice()))
                .extracting(appended -> ((Committed) appended).notification().offset())
                .containsExactly(2L, 3L);
        assertThat(journal.head()).isEqualTo(3);
    }

    @Test
    void notificationIsReadBackUnchanged() {
        Notification full = new Notification(
                "01JDFULL",
                NotificationType.POSITION_CLOSED,
                io.marketbell.notification.Priority.LOW,
                Instant.parse("2026-11-23T14:29:59.123456Z"),
                "MSFT",
                "alpaca",
                List.of("zoe", "alice", "bob"),
                0,
                clock.instant().plus(Duration.ofHours(2)),
                "pos-1",
                "{\"note\":\"5 % – ₿ 🔔\"}",
                "exchange",
                clock.instant(),
                "https://example.org/told",
                "01JDBEFORE");

        append(new Entry(full, new byte[] {1, 2}));

        assertThat(journal.byId("01JDFULL")).contains(full.at(1));
        assertThat(journal.history("bob", 0, 1, ALL, 1)).containsExactly(full.at(1));
        assertThat(journal.byId("01JDOTHER")).isEmpty();
    }

    @Test
    void concurrentAppendsAreAnnouncedOnceInOrderBeforeTheirCallersComplete() throws Exception {
        List<Long> heard = new CopyOnWriteArrayList<>();
        journal.onCommitted(committed -> heard.addAll(offsets(committed)));
        List<Throwable> early = new CopyOnWriteArrayList<>();
        CyclicBarrier start = new CyclicBarrier(8);
        List<Thread> publishers = IntStream.range(0, 8)
                .mapToObj(publisher -> new Thread(() -> {
                    try {
                        start.await();
                        for (int i = 0; i < 25; i++) {
                            List<Long> offsets = append(orders.accepted("alice"), orders.fill("alice")).stream()
                                    .map(appended -> ((Committed) appended)
                                            .notification()
                                            .offset())
                                    .toList();
                            assertThat(heard).containsAll(offsets);
                            assertThat(offsets.get(1)).isEqualTo(offsets.get(0) + 1);
                        }
                    } catch (Throwable e) {
                        early.add(e);
                    }
                }))
                .toList();
        publishers.forEach(Thread::start);
        for (Thread publisher : publishers) {
            publisher.join();
        }

        assertThat(early).isEmpty();
        assertThat(heard)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
        assertThat(journal.head()).isEqualTo(400);
    }

    @Test
    void failingListenerDoesNotStopTheLog() {
        journal.onCommitted(committed -> {
            throw new IllegalStateException("planted");
        });

        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(1);
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(2);
    }

    @Test
    void invalidDataFailsAloneInASharedCommit() {
        Entry tooLong = orders.fill("a".repeat(300));
        CompletableFuture<?> refused = journal.append(List.of(tooLong)).toCompletableFuture();
        CompletableFuture<List<Appended>> taken =
                journal.append(List.of(orders.fill("alice"))).toCompletableFuture();

        assertThat(taken.join()).singleElement().isInstanceOf(Committed.class);
        assertThatThrownBy(refused::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(offsets("alice")).containsExactly(1L);
    }

    @Test
    void historyContainsTheUsersNotificationsAndBroadcasts() {
        append(orders.fill("alice"), orders.fill("bob"), orders.notice(), orders.fill("bob", "alice"));

        assertThat(offsets("alice")).containsExactly(1L, 3L, 4L);
        assertThat(offsets("bob")).containsExactly(2L, 3L, 4L);
        assertThat(offsets("carol")).containsExactly(3L);
    }

    @Test
    void longestUserNameIsStoredAndRead() {
        String longest = "🔔".repeat(UserName.MAX_LENGTH / 2);

        append(orders.fill(longest), orders.fill(longest, "bob"));

        assertThat(offsets(longest)).containsExactly(1L, 2L);
    }

    @Test
    void historyIsLimitedByOffsetsTypesAndCount() {
        for (int i = 0; i < 5; i++) {
            append(orders.accepted("alice"), orders.fill("alice", "bob"));
        }

        assertThat(offsets(journal.history("alice", 3, 8, ALL, 100))).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(offsets(journal.history("alice", 3, 100, ALL, 2))).containsExactly(4L, 5L);
        assertThat(offsets(journal.history("alice", 0, 100, Set.of(NotificationType.ORDER_FILLED), 3)))
                .containsExactly(2L, 4L, 6L);
        assertThat(journal.history("alice", 10, 100, ALL, 3)).isEmpty();
    }

    @Test
    void commitsOfAnotherNodeAreAnnouncedInOrderWithoutAnAppend() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        journal.onCommitted(committed -> heard.addAll(offsets(committed)));
        JournalFixture.Opened other = store.open(clock);
        try {
            for (int i = 0; i < 3; i++) {
                other.journal()
                        .append(List.of(orders.fill("alice")))
                        .toCompletableFuture()
                        .join();
            }

            await().atMost(10, SECONDS).until(() -> heard.size() == 3);
            assertThat(heard).containsExactly(1L, 2L, 3L);
            assertThat(offsetOf(orders.fill("bob"))).isEqualTo(4);
            await().atMost(10, SECONDS).until(() -> other.journal().head() == 4);
        } finally {
            other.close().run();
        }
    }

    @Test
    void closedJournalRejectsAppends() {
        opened.close().run();

        assertThat(failureOf(journal.append(List.of(orders.fill("alice"))).toCompletableFuture()))
                .isInstanceOf(JournalUnavailable.class);
    }
}
