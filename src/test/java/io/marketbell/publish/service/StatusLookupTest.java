package io.marketbell.publish.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome.Kind;
import io.marketbell.publish.NotificationService.Page;
import io.marketbell.publish.NotificationService.Read;
import io.marketbell.publish.NotificationService.Status;
import io.marketbell.publish.Publication;
import io.marketbell.publish.UndeliveredOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The status of a notification, and the notifications that a user can read again. */
class StatusLookupTest extends PublishServiceFixture {
    @Test
    void statusCountsTheNamedRecipients() {
        String id = accepted(publish(fill("alice", "bob", "carol", "dave").build()))
                .get(0)
                .id();
        assertThat(status(id).state()).isEqualTo(Kind.QUEUED);

        ledger.written("alice", new long[] {1});
        ledger.written("bob", new long[] {1});
        ledger.acknowledge("bob", 1);
        endings.add(new UndeliveredOutcome(status(id).notification(), "carol", Kind.DEAD));

        assertThat(status(id).recipients())
                .isEqualTo(Map.of(Kind.QUEUED, 1L, Kind.SENT, 1L, Kind.ACKED, 1L, Kind.DEAD, 1L));
        assertThat(status(id).state()).isEqualTo(Kind.QUEUED);
        now = now.plus(Duration.ofDays(8));
        assertThat(status(id).recipients())
                .isEqualTo(Map.of(Kind.EXPIRED, 1L, Kind.SENT, 1L, Kind.ACKED, 1L, Kind.DEAD, 1L));
        assertThat(status(id).state()).isEqualTo(Kind.SENT);
    }

    @Test
    void statusOfANotificationToEveryoneCountsTheUsersReached() {
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
    void statusOfAnExpiredUnsentNotificationComesFromItsDeadLetters() {
        String id = accepted(publish(fill("alice").build())).get(0).id();
        endings.add(new UndeliveredOutcome(status(id).notification(), "alice", Kind.EXPIRED));
        journal.forgetAll();

        assertThat(status(id).state()).isEqualTo(Kind.EXPIRED);
    }

    @Test
    void statusOfTheMostRecentVolatileNotificationsIsKept() {
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
    void anUnknownIdHasNoStatus() {
        assertThat(service.status("01JD0000000000000000000000")).isEmpty();
    }

    private Status status(String id) {
        return service.status(id).orElseThrow();
    }

    @Test
    void historyIsReadInPagesAndMayBeAcknowledged() {
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

    private static List<Long> offsets(Page page) {
        return page.notifications().stream()
                .map(read -> read.notification().offset())
                .toList();
    }

    @Test
    void aPageWithoutMatchesHasANextPage() {
        publish(fill("alice").build(), fill("alice").build());

        Page page = service.history("alice", 0, Set.of(NotificationType.RISK_ALERT), 10);

        assertThat(page.notifications()).isEmpty();
        assertThat(page.nextAfter()).isEqualTo(2);
    }

    @Test
    void readsFailUntilTheDatabaseWasReached() {
        journal.setKnown(false);

        assertThatThrownBy(() -> service.history("alice", 0, Set.of(), 10)).isInstanceOf(JournalUnavailable.class);
    }

    @Test
    void readsFailIfTheDatabaseIsUnavailable() {
        publish(fill("alice").build());
        journal.setAvailable(false);

        assertThatThrownBy(() -> service.history("alice", 0, Set.of(), 10)).isInstanceOf(JournalUnavailable.class);
        assertThatThrownBy(() -> service.status("01JD0000000000000000000000")).isInstanceOf(JournalUnavailable.class);
    }
}
