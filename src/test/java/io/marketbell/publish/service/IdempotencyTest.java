package io.marketbell.publish.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** An item that is sent again with the same key is published once. */
class IdempotencyTest extends PublishServiceFixture {
    @Test
    void aRepeatedKeyIsPublishedOnceForDurableAndVolatileItems() {
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
    void twoItemsWithTheSameKeyInOneRequestArePublishedOnce() {
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
    void aVolatileKeyIsKeptForADayOrTheTimeToLiveIfLonger() {
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
    void anItemThatDeliveryRejectedMayBeRetriedWithItsKey() {
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailedRequestReleasesItsKeys() {
        Publication price = price("AAPL").key("k").build();
        journal.holdUntil(null); // fails unexpectedly
        assertThatThrownBy(() -> publish(price, fill("alice").build())).isInstanceOf(NullPointerException.class);
        journal.holdUntil(CompletableFuture.completedFuture(null));

        CompletionStage<List<Receipt>> again = publish(price);

        assertThat(again.toCompletableFuture()).isDone();
        assertThat(accepted(again).get(0).duplicate()).isFalse();
    }
}
