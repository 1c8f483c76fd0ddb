package io.marketbell.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.ingest.NotificationService.Page;
import io.marketbell.ingest.NotificationService.Read;
import io.marketbell.ingest.NotificationService.Receipt;
import io.marketbell.ingest.NotificationService.Status;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Outcome.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PublishServiceTest {
    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryLedger ledger = new MemoryLedger();
    private final List<Notification> delivered = new CopyOnWriteArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private final Outcomes outcomes = new Outcomes();
    private Instant now = Instant.parse("2026-11-22T10:15:30.123456789Z");
    private Consumer<List<Notification>> delivery = delivered::addAll;
    private final PublishService service = new PublishService(
            journal,
            ledger,
            notifications -> delivery.accept(notifications),
            (publisher, url) -> Optional.empty(),
            (pointer, text) -> text.contains("suspicious"),
            id -> endings,
            ledger::acknowledge,
            outcomes,
            new PublishService.Capacity(1_000, 10),
            () -> now);

    @Test
    void aSuspiciousTextIsNamedByItsPlaceAndHoldsBackNoOther() {
        List<Receipt> receipts = publish(
                        fill("alice")
                                .body(Json.BUILDERS
                                        .createObjectBuilder()
                                        .add(
                                                "legs",
                                                Json.BUILDERS
                                                        .createArrayBuilder()
                                                        .add("fine")
                                                        .add("suspicious"))
                                        .build())
                                .build(),
                        fill("bob").build())
                .toCompletableFuture()
                .join();

        assertThat(receipts.get(0))
                .isInstanceOfSatisfying(
                        Receipt.Suspicious.class,
                        suspicious -> assertThat(suspicious.faults())
                                .singleElement()
                                .extracting(NotificationService.Fault::pointer)
                                .isEqualTo("/body/legs/1"));
        assertThat(receipts.get(1)).isInstanceOf(Receipt.Accepted.class);
    }

    @Test
    void durableOnesAreAnsweredOnceCommitted() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        journal.holdUntil(commit);

        CompletionStage<List<Receipt>> answer =
                publish(fill("alice").build(), fill("bob").build());

        assertThat(answer.toCompletableFuture()).isNotDone();
        commit.complete(null);
        assertThat(answer.toCompletableFuture()).isCompleted();
        assertThat(accepted(answer)).extracting(Receipt.Accepted::offset).containsExactly(1L, 2L);
        assertThat(journal.appends()).isEqualTo(1);
    }

    @Test
    void volatileOnesAreDeliveredWithoutWaitingForTheCommitBesideThem() {
        journal.holdUntil(new CompletableFuture<>());

        publish(fill("alice").build(), price("AAPL").build());

        assertThat(delivered).extracting(Notification::type).containsExactly(NotificationType.PRICE_UPDATE);
    }

    @Test
    void durableOnesReachDeliveryFromTheJournalOnly() {
        publish(fill("alice").build());

        assertThat(delivered).isEmpty();
    }

    @Test
    void aFaultyItemDoesNotHoldBackTheOthers() {
        List<Receipt> receipts = receipts(publish(
                fill("alice").build(),
                Publication.of(NotificationType.ORDER_FILLED).build(),
                price("AAPL").build()));

        assertThat(receipts.get(0)).isInstanceOf(Receipt.Accepted.class);
        assertThat(receipts.get(1)).isInstanceOf(Receipt.Invalid.class);
        assertThat(receipts.get(2)).isInstanceOf(Receipt.Accepted.class);
    }

    @Test
    void withoutTheDatabaseVolatileOnesStillFlow() {
        journal.setAvailable(false);

        List<Receipt> receipts =
                receipts(publish(fill("alice").build(), price("AAPL").build()));

        assertThat(receipts.get(0)).isEqualTo(new Receipt.Unavailable());
        assertThat(receipts.get(1)).isInstanceOf(Receipt.Accepted.class);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void idsRise() {
        List<Receipt.Accepted> first = accepted(
                publish(fill("a").build(), fill("a").build(), price("X").build()));
        now = now.plusMillis(1);
        List<Receipt.Accepted> second = accepted(publish(fill("a").build()));

        List<String> ids = new ArrayList<>();
        first.forEach(each -> ids.add(each.id()));
        second.forEach(each -> ids.add(each.id()));
        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9A-HJKMNP-TV-Z]{26}"));
    }

    @Test
    void timesAreKeptToTheMicrosecond() {
        publish(price("AAPL").build());

        assertThat(delivered.get(0).acceptedAt()).isEqualTo("2026-11-22T10:15:30.123456Z");
        assertThat(delivered.get(0).expiresAt()).isEqualTo("2026-11-22T10:15:35.123456Z");
    }

    @Test
    void aRepeatedKeyIsPublishedOnceWhateverItsKind() {
        for (Publication item :
                List.of(fill("alice").key("k").build(), price("AAPL").key("k").build())) {
            Receipt.Accepted first = accepted(publish(item)).get(0);
            Receipt.Accepted repeat = accepted(publish(item)).get(0);

            assertThat(repeat).isEqualTo(new Receipt.Accepted(first.id(), first.offset(), true));
        }
        assertThat(delivered).hasSize(1);
        assertThat(journal.head()).isEqualTo(1);
    }

    @Test
    void twoOfTheSameKeyInOneRequestArePublishedOnce() {
        Publication price = price("AAPL").key("p").build();
        Publication fill = fill("alice").key("f").build();

        List<Receipt.Accepted> receipts = accepted(publish(price, fill, price, fill));

        assertThat(receipts).extracting(Receipt.Accepted::duplicate).containsExactly(false, false, true, true);
        assertThat(receipts.get(2).id()).isEqualTo(receipts.get(0).id());
        assertThat(receipts.get(3).id()).isEqualTo(receipts.get(1).id());
        assertThat(delivered).hasSize(1);
    }

    @Test
    void aKeyForOtherContentIsRefused() {
        Receipt.Accepted price =
                accepted(publish(price("AAPL").key("k").build())).get(0);
        Receipt.Accepted fill =
                accepted(publish(fill("alice").key("k").build())).get(0);

        List<Receipt> receipts = receipts(
                publish(price("MSFT").key("k").build(), fill("bob").key("k").build()));

        assertThat(receipts).containsExactly(new Receipt.KeyReused(price.id()), new Receipt.KeyReused(fill.id()));
    }

    @Test
    void keysArePerPublisher() {
        Publication item = price("AAPL").key("k").build();

        Receipt one = receipts(service.publish("desk", List.of(item))).get(0);
        Receipt other = receipts(service.publish("other", List.of(item))).get(0);

        assertThat(((Receipt.Accepted) one).duplicate()).isFalse();
        assertThat(((Receipt.Accepted) other).duplicate()).isFalse();
    }

    @Test
    void aVolatileKeyIsKeptForTheLongerOfADayAndTheTimeToLive() {
        Publication brief = price("AAPL").key("brief").build();
        Publication lasting =
                price("AAPL").key("lasting").timeToLive(Duration.ofDays(3)).build();
        publish(brief, lasting);

        now = now.plus(Duration.ofHours(23));
        assertThat(accepted(publish(brief)).get(0).duplicate()).isTrue();
        now = now.plus(Duration.ofHours(2));
        assertThat(accepted(publish(brief)).get(0).duplicate()).isFalse();
        assertThat(accepted(publish(lasting)).get(0).duplicate()).isTrue();
        now = now.plus(Duration.ofDays(3));
        assertThat(accepted(publish(lasting)).get(0).duplicate()).isFalse();
    }

    @Test
    void aConcurrentRepeatWaitsForTheFirst() throws Exception {
        Publication item = price("AAPL").key("k").build();
        CountDownLatch delivering = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        delivery = notifications -> {
            delivering.countDown();
            await(release);
            delivered.addAll(notifications);
        };
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<List<Receipt>> first = other.submit(() -> receipts(publish(item)));
            delivering.await();

            CompletionStage<List<Receipt>> repeat = publish(item);

            assertThat(repeat.toCompletableFuture()).isNotDone();
            release.countDown();
            Receipt.Accepted original = (Receipt.Accepted) first.get().get(0);
            assertThat(receipts(repeat)).containsExactly(new Receipt.Accepted(original.id(), 0, true));
            assertThat(delivered).hasSize(1);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void whatDeliveryDidNotTakeMayBePublishedAgainUnderItsKey() {
        Publication item = price("AAPL").key("k").build();
        delivery = notifications -> {
            throw new IllegalStateException("shutting down");
        };
        assertThat(receipts(publish(item))).containsExactly(new Receipt.Unavailable());

        delivery = delivered::addAll;
        assertThat(accepted(publish(item)).get(0).duplicate()).isFalse();
    }

    @Test
    void identicalRequestsAtOnceArePublishedOnce() throws Exception {
        Publication item = price("AAPL").key("k").build();
        ExecutorService crowd = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<List<Receipt>>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(crowd.submit(() -> {
                    await(start);
                    return receipts(publish(item));
                }));
            }
            start.countDown();
            List<Receipt.Accepted> receipts = new ArrayList<>();
            for (Future<List<Receipt>> answer : answers) {
                receipts.add((Receipt.Accepted) answer.get().get(0));
            }
            assertThat(receipts)
                    .extracting(Receipt.Accepted::id)
                    .containsOnly(receipts.get(0).id());
            assertThat(receipts.stream().filter(each -> !each.duplicate())).hasSize(1);
            assertThat(delivered).hasSize(1);
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void queuedIsToldAfterTheCommitAndNotForRepeats() throws Exception {
        List<Outcome> told = new ArrayList<>();
        AutoCloseable handle = service.subscribe(told::add);
        Publication item = fill("alice").key("k").build();
        CompletableFuture<Void> commit = new CompletableFuture<>();
        journal.holdUntil(commit);

        publish(item, item, price("AAPL").build());
        assertThat(told).isEmpty();
        commit.complete(null);

        assertThat(told).singleElement().satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.QUEUED);
            assertThat(outcome.recipient()).isNull();
            assertThat(outcome.notification().offset()).isEqualTo(1);
        });
        handle.close();
        publish(fill("bob").build());
        assertThat(told).hasSize(1);
    }

    @Test
    void aFailingListenerHarmsNobody() {
        List<Outcome> told = new ArrayList<>();
        service.subscribe(outcome -> {
            throw new IllegalStateException("broken");
        });
        service.subscribe(told::add);

        assertThat(accepted(publish(fill("alice").build()))).hasSize(1);
        assertThat(told).hasSize(1);
    }

    @Test
    void statusCountsTheNamedRecipients() {
        String id = accepted(publish(fill("alice", "bob", "carol", "dave").build()))
                .get(0)
                .id();
        assertThat(status(id).state()).isEqualTo(Kind.QUEUED);

        ledger.written("alice", new long[] {1});
        ledger.written("bob", new long[] {1});
        ledger.acknowledge("bob", 1);
        endings.add(new Ending(status(id).notification(), "carol", Kind.DEAD));

        assertThat(status(id).recipients())
                .isEqualTo(Map.of(Kind.QUEUED, 1L, Kind.SENT, 1L, Kind.ACKED, 1L, Kind.DEAD, 1L));
        assertThat(status(id).state()).isEqualTo(Kind.QUEUED);
        now = now.plus(Duration.ofDays(8));
        assertThat(status(id).recipients())
                .isEqualTo(Map.of(Kind.EXPIRED, 1L, Kind.SENT, 1L, Kind.ACKED, 1L, Kind.DEAD, 1L));
        assertThat(status(id).state()).isEqualTo(Kind.SENT);
    }

    @Test
    void statusOfOneForEveryoneCountsThoseItReached() {
        String id = accepted(
                        publish(Publication.of(NotificationType.SYSTEM_NOTICE).build()))
                .get(0)
                .id();
        assertThat(status(id).state()).isEqualTo(Kind.QUEUED);
        assertThat(status(id).recipients()).isEmpty();

        ledger.written("alice", new long[] {1});
        ledger.written("bob", new long[] {1});
        ledger.acknowledge("bob", 1);

        assertThat(status(id).recipients()).isEqualTo(Map.of(Kind.SENT, 1L, Kind.ACKED, 1L));
        assertThat(status(id).state()).isEqualTo(Kind.SENT);
    }

    @Test
    void statusOfWhatExpiredUnsentComesFromItsDeadLetters() {
        String id = accepted(publish(fill("alice").build())).get(0).id();
        endings.add(new Ending(status(id).notification(), "alice", Kind.EXPIRED));
        journal.forgetAll();

        assertThat(status(id).state()).isEqualTo(Kind.EXPIRED);
    }

    @Test
    void statusOfVolatileOnesIsKeptForTheLastFew() {
        String first = accepted(publish(price("AAPL").build())).get(0).id();
        assertThat(status(first).state()).isEqualTo(Kind.QUEUED);
        now = now.plusSeconds(5);
        assertThat(status(first).state()).isEqualTo(Kind.EXPIRED);

        for (int i = 0; i < 10; i++) {
            publish(price("AAPL").build());
        }
        assertThat(service.status(first)).isEmpty();
    }

    @Test
    void nothingIsKnownOfAnUnknownId() {
        assertThat(service.status("01JD0000000000000000000000")).isEmpty();
    }

    @Test
    void historyIsReadPageByPageAndMayBeAcknowledged() {
        publish(
                fill("alice").build(),
                fill("bob").build(),
                fill("alice").build(),
                fill("alice", "bob").build());

        Page first = service.history("alice", 0, Set.of(), 2);
        Page second = service.history("alice", first.nextAfter(), Set.of(), 2);

        assertThat(offsets(first)).containsExactly(1L, 3L);
        assertThat(first.nextAfter()).isEqualTo(3);
        assertThat(offsets(second)).containsExactly(4L);
        assertThat(second.nextAfter()).isEqualTo(4);
        assertThat(second.head()).isEqualTo(4);
        assertThat(second.epoch()).isEqualTo("e7");
        assertThat(first.notifications()).noneMatch(Read::redelivered);
        assertThat(service.history("alice", 0, Set.of(), 9).notifications()).allMatch(Read::redelivered);
        assertThat(service.acknowledge("alice", 4)).isEqualTo(new Ledger.Acknowledgement.Accepted(0, 4));
        assertThat(service.acknowledge("bob", 4)).isEqualTo(new Ledger.Acknowledgement.BeyondSent(0));
    }

    @Test
    void aPageWithoutAnythingOfTheTypeStillGoesOn() {
        publish(fill("alice").build(), fill("alice").build());

        Page page = service.history("alice", 0, Set.of(NotificationType.RISK_ALERT), 10);

        assertThat(page.notifications()).isEmpty();
        assertThat(page.nextAfter()).isEqualTo(2);
    }

    @Test
    void readingWithoutTheDatabaseSaysSo() {
        publish(fill("alice").build());
        journal.setAvailable(false);

        assertThatThrownBy(() -> service.history("alice", 0, Set.of(), 10)).isInstanceOf(JournalUnavailable.class);
        assertThatThrownBy(() -> service.status("01JD0000000000000000000000")).isInstanceOf(JournalUnavailable.class);
    }

    private CompletionStage<List<Receipt>> publish(Publication... items) {
        return service.publish("desk", Arrays.asList(items));
    }

    private Status status(String id) {
        return service.status(id).orElseThrow();
    }

    private static List<Long> offsets(Page page) {
        return page.notifications().stream()
                .map(read -> read.notification().offset())
                .toList();
    }

    private static PublicationBuilder fill(String... users) {
        return Publication.of(NotificationType.ORDER_FILLED).recipients(users);
    }

    private static PublicationBuilder price(String instrument) {
        return Publication.of(NotificationType.PRICE_UPDATE).instrument(instrument);
    }

    private static List<Receipt> receipts(CompletionStage<List<Receipt>> answer) {
        return answer.toCompletableFuture().join();
    }

    private static List<Receipt.Accepted> accepted(CompletionStage<List<Receipt>> answer) {
        return receipts(answer).stream().map(Receipt.Accepted.class::cast).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
