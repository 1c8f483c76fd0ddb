package io.marketbell.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Appended.Duplicate;
import io.marketbell.journal.Journal.Appended.KeyReused;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every back end of the journal promises. */
abstract class JournalContractTest extends JournalFixture {
    private static final Set<NotificationType> ALL = Set.of();

    private List<Long> offsets(String user) {
        return offsets(journal.history(user, 0, Long.MAX_VALUE, ALL, 100));
    }

    private static List<Long> offsets(List<Notification> notifications) {
        return notifications.stream().map(Notification::offset).toList();
    }

    // --- appending

    @Test
    void offsetsRiseFromOneWithoutHoles() {
        assertThat(journal.head()).isZero();

        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(1);
        assertThat(append(orders.fill("bob"), orders.notice()))
                .extracting(appended -> ((Committed) appended).notification().offset())
                .containsExactly(2L, 3L);
        assertThat(journal.head()).isEqualTo(3);
    }

    @Test
    void whatIsReadBackIsWhatWasAppended() {
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
    void underConcurrentAppendsEverythingIsHeardOnceInOrderBeforeItsCallerIsAnswered() throws Exception {
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
    void aListenerThatFailsDoesNotStopTheLog() {
        journal.onCommitted(committed -> {
            throw new IllegalStateException("planted");
        });

        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(1);
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(2);
    }

    @Test
    void whatCannotBeStoredFailsAloneAmongThoseThatShareItsCommit() {
        Entry tooLong = orders.fill("a".repeat(300));
        CompletableFuture<?> refused = journal.append(List.of(tooLong)).toCompletableFuture();
        CompletableFuture<List<Appended>> taken =
                journal.append(List.of(orders.fill("alice"))).toCompletableFuture();

        assertThat(taken.join()).singleElement().isInstanceOf(Committed.class);
        assertThatThrownBy(refused::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(offsets("alice")).containsExactly(1L);
    }

    // --- idempotency

    @Test
    void theSameUnderTheSameKeyIsADuplicateAndOtherContentIsRefused() {
        Entry first = orders.keyed("ord-1#fill-1", "{\"price\":\"1\"}", "alice");
        assertThat(append(first)).singleElement().isInstanceOf(Committed.class);

        assertThat(append(
                        orders.keyed("ord-1#fill-1", "{\"price\":\"1\"}", "alice"),
                        orders.keyed("ord-1#fill-1", "{\"price\":\"2\"}", "alice")))
                .containsExactly(
                        new Duplicate(first.notification().id(), 1),
                        new KeyReused(first.notification().id()));
        assertThat(journal.head()).isEqualTo(1);
    }

    @Test
    void aRepeatInTheSameCallIsADuplicateOfTheFirst() {
        Entry first = orders.keyed("ord-1", "{\"price\":\"1\"}", "alice");

        assertThat(append(first, orders.keyed("ord-1", "{\"price\":\"1\"}", "alice"))
                        .get(1))
                .isEqualTo(new Duplicate(first.notification().id(), 1));
        assertThat(offsets("alice")).containsExactly(1L);
    }

    @Test
    void ofIdenticalConcurrentAppendsOneIsCommitted() {
        List<CompletableFuture<List<Appended>>> answers = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> journal.append(List.of(orders.keyed("ord-1", "{}", "alice")))
                        .toCompletableFuture())
                .toList();

        List<Appended> all =
                answers.stream().flatMap(answer -> answer.join().stream()).toList();
        assertThat(all).filteredOn(Committed.class::isInstance).hasSize(1);
        String id = ((Committed) all.stream()
                        .filter(Committed.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .notification()
                .id();
        assertThat(all).filteredOn(Duplicate.class::isInstance).hasSize(49).containsOnly(new Duplicate(id, 1));
    }

    @Test
    void keysHoldAcrossARestart() {
        Entry first = orders.keyed("ord-1", "{}", "alice");
        append(first);

        reopenCleanly();

        assertThat(append(orders.keyed("ord-1", "{}", "alice")))
                .containsExactly(new Duplicate(first.notification().id(), 1));
    }

    @Test
    void aKeyIsKeptForTheLongerOfADayAndTheTimeToLive() {
        append(orders.keyed("ord-1", "{}", "alice"));

        clock.pass(Duration.ofDays(7).minusSeconds(1));
        assertThat(append(orders.keyed("ord-1", "{}", "alice"))).hasOnlyElementsOfType(Duplicate.class);

        clock.pass(Duration.ofSeconds(1));
        assertThat(append(orders.keyed("ord-1", "{}", "alice"))).hasOnlyElementsOfType(Committed.class);
        assertThat(append(orders.keyed("ord-1", "{}", "alice"))).hasOnlyElementsOfType(Duplicate.class);
    }

    // --- history

    @Test
    void aUserReadsWhatIsAddressedToItOrToEveryone() {
        append(orders.fill("alice"), orders.fill("bob"), orders.notice(), orders.fill("bob", "alice"));

        assertThat(offsets("alice")).containsExactly(1L, 3L, 4L);
        assertThat(offsets("bob")).containsExactly(2L, 3L, 4L);
        assertThat(offsets("carol")).containsExactly(3L);
    }

    @Test
    void historyIsBoundedByOffsetsTypesAndCount() {
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
    void whatHasExpiredIsNoLongerHistory() {
        append(orders.living(Duration.ofMinutes(1), "alice"), orders.fill("alice"));

        clock.pass(Duration.ofMinutes(1));

        assertThat(offsets("alice")).containsExactly(2L);
    }

    // --- expiry

    @Test
    void whatExpiredUnsentIsReportedForEachNamedRecipientAndDeleted() {
        append(
                orders.living(Duration.ofMinutes(1), "alice", "bob", "carol", "dave"),
                orders.noticeLiving(Duration.ofMinutes(1)),
                orders.fill("alice"));
        ledger.written("alice", new long[] {1});
        ledger.sent("alice", new long[] {1});
        ledger.written("carol", new long[] {1});
        ledger.written("dave", new long[] {1});
        ledger.acknowledge("dave", 1);
        clock.pass(Duration.ofMinutes(1));

        List<Undelivered> undelivered = new ArrayList<>();
        assertThat(journal.expire(clock.instant(), 100, undelivered::addAll)).isEqualTo(2);

        assertThat(undelivered).extracting(Undelivered::recipient).containsExactly("bob", "carol");
        assertThat(undelivered)
                .extracting(expired -> expired.notification().offset())
                .containsOnly(1L);
        assertThat(journal.byId(undelivered.get(0).notification().id())).isEmpty();
        assertThat(journal.expire(clock.instant(), 100, undelivered::addAll)).isZero();
        assertThat(offsets("alice")).containsExactly(3L);
    }

    @Test
    void aReaderLearnsHowFarWhatWasAddressedToItHasExpired() {
        append(
                orders.living(Duration.ofMinutes(1), "alice"),
                orders.living(Duration.ofMinutes(1), "bob"),
                orders.living(Duration.ofMinutes(1), "bob", "carol"),
                orders.fill("alice"));
        assertThat(journal.expiredThrough("alice")).isZero();
        clock.pass(Duration.ofMinutes(1));

        for (String when : List.of("before its rows are deleted", "after")) {
            assertThat(journal.expiredThrough("alice")).as(when).isEqualTo(1);
            assertThat(journal.expiredThrough("bob")).as(when).isEqualTo(3);
            assertThat(journal.expiredThrough("carol")).as(when).isEqualTo(3);
            assertThat(journal.expiredThrough("dave")).as(when).isZero();
            journal.expire(clock.instant(), 100, undelivered -> {});
        }

        append(orders.noticeLiving(Duration.ofMinutes(1)));
        clock.pass(Duration.ofMinutes(1));
        journal.expire(clock.instant(), 100, undelivered -> {});
        assertThat(journal.expiredThrough("dave")).isEqualTo(5);
    }

    @Test
    void expiryGoesInStepsAndLosesNoReport() {
        for (int i = 0; i < 7; i++) {
            append(orders.living(Duration.ofMinutes(1), "alice"));
        }
        clock.pass(Duration.ofMinutes(1));
        List<Undelivered> undelivered = new ArrayList<>();

        assertThat(journal.expire(clock.instant(), 5, undelivered::addAll)).isEqualTo(5);
        assertThat(journal.expire(clock.instant(), 5, undelivered::addAll)).isEqualTo(2);

        assertThat(undelivered)
                .extracting(expired -> expired.notification().offset())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void whatNobodyTakesAsUndeliveredStays() {
        append(orders.living(Duration.ofMinutes(1), "alice"), orders.living(Duration.ofMinutes(1), "bob"));
        clock.pass(Duration.ofMinutes(1));

        assertThatThrownBy(() -> journal.expire(clock.instant(), 100, undelivered -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");

        List<Undelivered> again = new ArrayList<>();
        assertThat(journal.expire(clock.instant(), 100, again::addAll)).isEqualTo(2);
        assertThat(again).extracting(Undelivered::recipient).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void offsetsGoOnWhereAllHasExpired() {
        append(orders.living(Duration.ofMinutes(1), "alice"));
        clock.pass(Duration.ofMinutes(1));
        journal.expire(clock.instant(), 100, undelivered -> {});

        reopenCleanly();

        assertThat(journal.head()).isEqualTo(1);
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(2);
    }

    // --- restarts

    @Test
    void aRestartKeepsEverythingAndTheEpoch() {
        append(orders.fill("alice"), orders.notice());
        String epoch = journal.epoch();
        assertThat(epoch).isNotBlank();

        reopenCleanly();

        assertThat(journal.epoch()).isEqualTo(epoch);
        assertThat(journal.head()).isEqualTo(2);
        assertThat(offsets("alice")).containsExactly(1L, 2L);
        assertThat(ledger.mayHaveReached("alice", 0)).rejects(1L, 2L);
    }

    @Test
    void anUncleanEndPutsInDoubtWhatWasCommittedUntilThen() {
        append(orders.fill("alice"), orders.fill("alice"));

        reopenAfterAnUncleanEnd();
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(3);

        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 2L).rejects(3L);
        reopenCleanly();
        assertThat(ledger.mayHaveReached("alice", 0))
                .as("the doubt outlives a clean restart")
                .accepts(1L, 2L)
                .rejects(3L);
    }

    @Test
    void whatWasSentBeforeAnUncleanEndCanStillBeAcknowledged() {
        append(orders.fill("alice"), orders.fill("alice"));
        ledger.written("alice", new long[] {1, 2});

        reopenAfterAnUncleanEnd();

        assertThat(ledger.acknowledge("alice", 2)).isEqualTo(new Ledger.Acknowledgement.Accepted(0, 2));
        assertThat(ledger.acknowledge("alice", 3)).isInstanceOf(Ledger.Acknowledgement.BeyondSent.class);
    }

    // --- other nodes

    @Test
    void whatAnotherNodeCommitsIsHeardInOrderWithoutAppendingAnything() {
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

    // --- the store away

    @Test
    void withoutItsStoreTheJournalRefusesAtOnceAndComesBackByItself() {
        append(orders.fill("alice"));

        store.cut();

        assertThat(failureOf(journal.append(List.of(orders.fill("alice"))).toCompletableFuture()))
                .isInstanceOf(JournalUnavailable.class);
        assertThat(journal.isAvailable()).isFalse();
        assertThat(journal.append(List.of(orders.fill("alice"))))
                .as("refused at once while the store is known to be away")
                .isCompletedExceptionally();
        assertThatThrownBy(() -> journal.history("alice", 0, 1, ALL, 1)).isInstanceOf(JournalUnavailable.class);
        assertThat(journal.head()).isEqualTo(1);

        store.mend();
        await().atMost(10, SECONDS).until(journal::isAvailable);
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(2);
        assertThat(offsets("alice")).containsExactly(1L, 2L);
    }

    @Test
    void whatWasCommittedWithoutItsAnswerIsHeardAfterwards() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        journal.onCommitted(committed -> heard.addAll(offsets(committed)));
        append(orders.fill("alice"));
        Entry doubtful = orders.keyed("ord-1", "{}", "alice");

        store.cutAfterNextCommit();
        assertThat(failureOf(journal.append(List.of(doubtful)).toCompletableFuture()))
                .isInstanceOf(JournalUnavailable.class);
        assertThat(journal.head()).isEqualTo(1);
        store.mend();

        await().atMost(10, SECONDS).until(journal::isAvailable);
        assertThat(heard).containsExactly(1L, 2L);
        assertThat(append(orders.keyed("ord-1", "{}", "alice")))
                .containsExactly(new Duplicate(doubtful.notification().id(), 2));
    }

    @Test
    void aJournalThatStartsWithoutItsStoreOpensWhenItComes() {
        append(orders.fill("alice"));
        opened.close().run();
        store.cut();

        open();
        assertThat(journal.isAvailable()).isFalse();
        assertThat(journal.append(List.of(orders.fill("alice")))).isCompletedExceptionally();
        assertThat(ledger.standing("alice")).isEqualTo(new Ledger.Standing(0, 0));

        store.mend();
        await().atMost(10, SECONDS).until(journal::isAvailable);
        assertThat(journal.head()).isEqualTo(1);
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(2);
    }

    @Test
    void theLedgerKeepsWhatItCouldNotWriteUntilTheStoreIsBack() {
        append(orders.fill("alice"), orders.fill("alice"));
        ledger.written("alice", new long[] {1, 2});
        store.cut();
        assertThatThrownBy(ledger::flush).isInstanceOf(JournalUnavailable.class);
        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 2L);

        store.mend();
        await().atMost(10, SECONDS).until(journal::isAvailable);
        ledger.acknowledge("alice", 1);
        reopenCleanly();

        assertThat(ledger.standing("alice")).isEqualTo(new Ledger.Standing(1, 2));
        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 2L).rejects(3L);
    }

    @Test
    void aClosedJournalTakesNothing() {
        opened.close().run();

        assertThat(failureOf(journal.append(List.of(orders.fill("alice"))).toCompletableFuture()))
                .isInstanceOf(JournalUnavailable.class);
    }

    private static Throwable failureOf(CompletableFuture<?> answer) {
        try {
            answer.get(10, SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            return e;
        }
    }
}
