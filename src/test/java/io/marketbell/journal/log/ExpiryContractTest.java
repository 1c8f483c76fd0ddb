package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.journal.Journal.Past;
import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of expiry for every back end: deletion, and the report of unsent notifications. */
abstract class ExpiryContractTest extends JournalFixture {
    @Test
    void expiredNotificationsAreNotInTheHistory() {
        append(orders.living(Duration.ofMinutes(1), "alice"), orders.fill("alice"));

        clock.advance(Duration.ofMinutes(1));

        assertThat(offsets("alice")).containsExactly(2L);
    }

    @Test
    void unsentExpiredNotificationIsReportedPerRecipientAndDeleted() {
        append(
                orders.living(Duration.ofMinutes(1), "alice", "bob", "carol", "dave"),
                orders.noticeLiving(Duration.ofMinutes(1)),
                orders.fill("alice"));
        ledger.written("alice", new long[] {1});
        ledger.sent("alice", new long[] {1});
        ledger.written("carol", new long[] {1});
        ledger.written("dave", new long[] {1});
        ledger.acknowledge("dave", 1);
        clock.advance(Duration.ofMinutes(1));

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
    void resumeIncludesExpiredNotificationsOfTheUser() {
        append(
                orders.living(Duration.ofMinutes(1), "alice"),
                orders.living(Duration.ofMinutes(1), "bob"),
                orders.living(Duration.ofMinutes(1), "bob", "carol"),
                orders.fill("alice"),
                orders.noticeLiving(Duration.ofMinutes(1)));
        assertThat(expired("alice", 0)).isEmpty();
        clock.advance(Duration.ofMinutes(1));

        for (String when : List.of("before its rows are deleted", "after")) {
            assertThat(expired("alice", 0)).as(when).containsExactly(1L, 5L);
            assertThat(expired("alice", 1)).as(when).containsExactly(5L);
            assertThat(expired("bob", 0)).as(when).containsExactly(2L, 3L, 5L);
            assertThat(expired("carol", 0)).as(when).containsExactly(3L, 5L);
            assertThat(expired("dave", 0)).as(when).containsExactly(5L);
            journal.expire(clock.instant(), 100, undelivered -> {});
        }
    }

    @Test
    void expiredSummaryContainsTheFilterFields() {
        append(orders.living(Duration.ofMinutes(1), "alice"));
        clock.advance(Duration.ofMinutes(1));

        Notification due = journal.past("alice", 0, 1, 10).expired().get(0);
        journal.expire(clock.instant(), 100, undelivered -> {});
        Notification deleted = journal.past("alice", 0, 1, 10).expired().get(0);

        assertThat(deleted).isEqualTo(due);
        assertThat(deleted.type()).isEqualTo(NotificationType.ORDER_FILLED);
        assertThat(deleted.priority()).isEqualTo(NotificationType.ORDER_FILLED.defaultPriority());
        assertThat(deleted.instrument()).isEqualTo("AAPL");
        assertThat(deleted.broker()).isEqualTo("alpaca");
        assertThat(deleted.recipients()).containsExactly("alice");
    }

    @Test
    void pageIsCompleteUpToItsEnd() {
        for (int i = 0; i < 1_500; i++) {
            append(orders.living(Duration.ofMinutes(1), "alice"));
        }
        append(orders.fill("alice"), orders.fill("alice"), orders.fill("alice"));
        clock.advance(Duration.ofMinutes(1));

        Past first = journal.past("alice", 0, 1_503, 2);
        Past second = journal.past("alice", first.through(), 1_503, 2);
        Past third = journal.past("alice", second.through(), 1_503, 2);

        assertThat(first.through()).isEqualTo(1_000);
        assertThat(first.notifications()).isEmpty();
        assertThat(offsets(second.notifications())).containsExactly(1_501L, 1_502L);
        assertThat(second.expired()).hasSize(500);
        assertThat(second.through()).isEqualTo(1_502);
        assertThat(offsets(third.notifications())).containsExactly(1_503L);
        assertThat(third.through()).isEqualTo(1_503);
    }

    private List<Long> expired(String user, long after) {
        return offsets(journal.past(user, after, Long.MAX_VALUE, 100).expired());
    }

    @Test
    void expiryRunsInStepsAndLosesNoReport() {
        for (int i = 0; i < 7; i++) {
            append(orders.living(Duration.ofMinutes(1), "alice"));
        }
        clock.advance(Duration.ofMinutes(1));
        List<Undelivered> undelivered = new ArrayList<>();

        assertThat(journal.expire(clock.instant(), 5, undelivered::addAll)).isEqualTo(5);
        assertThat(journal.expire(clock.instant(), 5, undelivered::addAll)).isEqualTo(2);

        assertThat(undelivered)
                .extracting(expired -> expired.notification().offset())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void failedReportDeletesNothing() {
        append(orders.living(Duration.ofMinutes(1), "alice"), orders.living(Duration.ofMinutes(1), "bob"));
        clock.advance(Duration.ofMinutes(1));

        assertThatThrownBy(() -> journal.expire(clock.instant(), 100, undelivered -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");

        List<Undelivered> again = new ArrayList<>();
        assertThat(journal.expire(clock.instant(), 100, again::addAll)).isEqualTo(2);
        assertThat(again).extracting(Undelivered::recipient).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void offsetsContinueAfterEverythingHasExpired() {
        append(orders.living(Duration.ofMinutes(1), "alice"));
        clock.advance(Duration.ofMinutes(1));
        journal.expire(clock.instant(), 100, undelivered -> {});

        reopenCleanly();

        assertThat(journal.head()).isEqualTo(1);
        assertThat(offsetOf(orders.fill("alice"))).isEqualTo(2);
    }
}
