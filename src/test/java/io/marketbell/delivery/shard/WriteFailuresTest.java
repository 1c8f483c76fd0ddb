package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When delivery of a notification to a user is given up. */
class WriteFailuresTest {
    private Instant now = Sample.NOW;
    private final WriteFailures failures = new WriteFailures(new Clocks(System::nanoTime, () -> now));
    private final List<Long> givenUp = new ArrayList<>();

    private static RoutedNotification fill(long offset) {
        return new RoutedNotification(Sample.fill("alice").at(offset));
    }

    private void fail(long openedAt, RoutedNotification... routedNotifications) {
        failures.failed(
                "alice",
                openedAt,
                List.of(routedNotifications),
                routed -> givenUp.add(routed.notification().offset()));
    }

    /** Simulates failures on as many connections, opened one after another. */
    private void attempts(int count, RoutedNotification... routedNotifications) {
        for (int i = 0; i < count; i++) {
            fail(failures.moment(), routedNotifications);
        }
    }

    @Test
    void fiveConsecutiveAttemptsGiveUpOnce() {
        attempts(4, fill(1));
        assertThat(failures.isGivenUp("alice", 1)).isFalse();

        attempts(3, fill(1));

        assertThat(givenUp).containsExactly(1L);
        assertThat(failures.isGivenUp("alice", 1)).isTrue();
        assertThat(failures.isGivenUp("alice", 2)).isFalse();
        assertThat(failures.isGivenUp("bob", 1)).isFalse();
    }

    @Test
    void fiveConcurrentFailuresCountAsOneAttempt() {
        for (int attempt = 1; attempt <= 4; attempt++) {
            long opened = failures.moment();
            for (int connection = 0; connection < 5; connection++) {
                fail(opened, fill(1), fill(2));
            }
        }
        assertThat(givenUp).isEmpty();

        attempts(1, fill(1));

        assertThat(givenUp).containsExactly(1L);
    }

    @Test
    void aSuccessOnAnyConnectionClearsTheCount() {
        attempts(4, fill(1));
        failures.succeeded("alice", List.of(fill(1)));
        attempts(4, fill(1));
        assertThat(givenUp).isEmpty();
        attempts(1, fill(1));
        assertThat(failures.isGivenUp("alice", 1)).isTrue();

        failures.succeeded("alice", List.of(fill(1)));

        assertThat(failures.isGivenUp("alice", 1)).isFalse();
        assertThat(failures.size()).isZero();
    }

    @Test
    void failuresAreRemovedWhenTheNotificationExpires() {
        Notification alert =
                Sample.expiring(Sample.fill("alice"), Duration.ofMinutes(1)).at(1);
        attempts(5, new RoutedNotification(alert), fill(2));
        assertThat(failures.size()).isEqualTo(2);

        now = now.plus(Duration.ofMinutes(1));

        assertThat(failures.isGivenUp("alice", 1)).isFalse();
        assertThat(failures.isGivenUp("alice", 2)).isTrue();
        assertThat(failures.size()).isEqualTo(1);
    }

    @Test
    void failuresAfterTheNotificationExpiredDoNotGiveItUp() {
        Notification alert =
                Sample.expiring(Sample.fill("alice"), Duration.ofMinutes(1)).at(1);
        attempts(4, new RoutedNotification(alert));
        now = now.plus(Duration.ofMinutes(1));

        attempts(6, new RoutedNotification(alert));

        assertThat(givenUp).as("its outcome is that it expired").isEmpty();
    }

    @Test
    void anAcknowledgementRemovesFailuresButNotGivenUpNotifications() {
        attempts(1, fill(1), fill(2), fill(3));
        attempts(4, fill(2));
        failures.failed("bob", failures.moment(), List.of(fill(1)), routed -> {});

        failures.acknowledged("alice", 2);

        assertThat(failures.isGivenUp("alice", 2)).isTrue();
        assertThat(failures.size()).as("2 and 3 of alice, 1 of bob").isEqualTo(3);
        attempts(4, fill(1), fill(3));
        assertThat(givenUp).as("1 was counted anew, 3 was not").containsExactly(2L, 3L);
    }

    @Test
    void aNewLogClearsAllFailures() {
        attempts(5, fill(1));
        failures.failed("bob", failures.moment(), List.of(fill(1)), routed -> {});

        failures.clear();

        assertThat(failures.size()).isZero();
        assertThat(failures.isGivenUp("alice", 1)).isFalse();
    }

    @Test
    void theNumberOfRecordedFailuresIsBounded() {
        for (long offset = 1; offset <= 101_000; offset++) {
            attempts(1, fill(offset));
        }

        assertThat(failures.size()).isLessThanOrEqualTo(100_000);
        attempts(4, fill(101_000));
        assertThat(givenUp).as("the newest are kept").containsExactly(101_000L);
    }

    @Test
    void onlyTheNecessaryFailuresAreEvicted() {
        for (int user = 0; user < 10_000; user++) {
            for (long offset = 1; offset <= 10; offset++) {
                failures.failed("u" + user, 0, List.of(fill(offset)), routed -> {});
            }
        }
        assertThat(failures.size()).isEqualTo(100_000);

        attempts(1, fill(1));

        assertThat(failures.size()).isEqualTo(99_000);
    }
}
