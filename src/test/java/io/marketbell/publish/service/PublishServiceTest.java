package io.marketbell.publish.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.local.LocalKeys;
import io.marketbell.journal.Journal;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Outcome.Kind;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.Publication;
import jakarta.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each published item is processed independently of the others. */
class PublishServiceTest extends PublishServiceFixture {
    @Test
    void aVolatileNotificationOfAnotherNodeHasAStatus() {
        Receipt.Accepted accepted = accepted(publish(price("AAPL").build())).get(0);
        PublishService other = service(new LocalKeys());
        assertThat(other.status(accepted.id())).isEmpty();

        other.publishedElsewhere(delivered);

        assertThat(other.status(accepted.id()).orElseThrow().state()).isEqualTo(Kind.QUEUED);
    }

    @Test
    void durableItemsGetReceiptsAfterTheCommit() {
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

    private Publication[] itemsForAThousandUsersEach(int count) {
        String[] users =
                IntStream.range(0, 1_000).mapToObj(user -> "user-" + user).toArray(String[]::new);
        return Stream.generate(() -> fill(users).build()).limit(count).toArray(Publication[]::new);
    }

    @Test
    void aRequestWithManyRecipientsIsAppendedInBoundedParts() {
        List<Receipt.Accepted> receipts = accepted(publish(itemsForAThousandUsersEach(5)));

        assertThat(receipts).extracting(Receipt.Accepted::offset).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(journal.mostRows()).isLessThanOrEqualTo(Journal.ROWS_AT_ONCE);
    }

    @Test
    void laterPartsAreRefusedImmediatelyIfTheJournalBecomesUnavailable() {
        journal.takeOnly(2);

        List<Receipt> receipts = receipts(publish(itemsForAThousandUsersEach(5)));

        assertThat(receipts.subList(0, 2)).hasOnlyElementsOfType(Receipt.Accepted.class);
        assertThat(receipts.subList(2, 5)).hasOnlyElementsOfType(Receipt.Unavailable.class);
        assertThat(journal.appends())
                .as("no further attempt after the first refusal")
                .isEqualTo(3);
    }

    @Test
    void volatileItemsAreDeliveredWithoutWaitingForTheCommitOfDurableOnes() {
        journal.holdUntil(new CompletableFuture<>());

        publish(fill("alice").build(), price("AAPL").build());

        assertThat(delivered).extracting(Notification::type).containsExactly(NotificationType.PRICE_UPDATE);
    }

    @Test
    void durableItemsReachDeliveryOnlyFromTheJournal() {
        publish(fill("alice").build());

        assertThat(delivered).isEmpty();
    }

    @Test
    void anInvalidItemDoesNotAffectTheOthers() {
        List<Receipt> receipts = receipts(publish(
                fill("alice").build(),
                Publication.of(NotificationType.ORDER_FILLED).build(),
                price("AAPL").build()));

        assertThat(receipts.get(0)).isInstanceOf(Receipt.Accepted.class);
        assertThat(receipts.get(1)).isInstanceOf(Receipt.Invalid.class);
        assertThat(receipts.get(2)).isInstanceOf(Receipt.Accepted.class);
    }

    @Test
    void aSuspiciousTextIsReportedWithItsPointerAndAffectsNoOtherItem() {
        List<Receipt> receipts = publish(
                        fill("alice")
                                .body(Json.createObjectBuilder()
                                        .add(
                                                "legs",
                                                Json.createArrayBuilder()
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
    void volatileItemsAreDeliveredWithoutTheDatabase() {
        journal.setAvailable(false);

        List<Receipt> receipts =
                receipts(publish(fill("alice").build(), price("AAPL").build()));

        assertThat(receipts.get(0)).isEqualTo(new Receipt.Unavailable());
        assertThat(receipts.get(1)).isInstanceOf(Receipt.Accepted.class);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void idsAreMonotonic() {
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
    void timesAreTruncatedToMicroseconds() {
        publish(price("AAPL").build());

        assertThat(delivered.get(0).acceptedAt()).isEqualTo("2026-11-22T10:15:30.123456Z");
        assertThat(delivered.get(0).expiresAt()).isEqualTo("2026-11-22T10:15:35.123456Z");
    }

    @Test
    void queuedIsReportedAfterTheCommitAndNotForDuplicates() throws Exception {
        List<Outcome> received = new ArrayList<>();
        AutoCloseable handle = service.subscribe(received::add);
        Publication item = fill("alice").key("k").build();
        CompletableFuture<Void> commit = new CompletableFuture<>();
        journal.holdUntil(commit);

        publish(item, item, price("AAPL").build());
        assertThat(received).isEmpty();
        commit.complete(null);

        assertThat(received).singleElement().satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.QUEUED);
            assertThat(outcome.recipient()).isNull();
            assertThat(outcome.notification().offset()).isEqualTo(1);
        });
        handle.close();
        publish(fill("bob").build());
        assertThat(received).hasSize(1);
    }

    @Test
    void aFailingListenerDoesNotAffectOthers() {
        List<Outcome> received = new ArrayList<>();
        service.subscribe(outcome -> {
            throw new IllegalStateException("broken");
        });
        service.subscribe(received::add);

        assertThat(accepted(publish(fill("alice").build()))).hasSize(1);
        assertThat(received).hasSize(1);
    }
}
