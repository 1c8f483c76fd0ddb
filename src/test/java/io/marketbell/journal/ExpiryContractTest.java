package io.marketbell.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.journal.Journal.Undelivered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How every back end of the journal lets go of what has expired, and tells of what was never sent. */
abstract class ExpiryContractTest extends JournalFixture {
    @Test
    void whatHasExpiredIsNoLongerHistory() {
        append(orders.living(Duration.ofMinutes(1), "alice"), orders.fill("alice"));

        clock.pass(Duration.ofMinutes(1));

        assertThat(offsets("alice")).containsExactly(2L);
    }

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
}
