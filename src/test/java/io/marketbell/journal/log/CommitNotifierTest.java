package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.log.CommitNotifier.Gap;
import io.marketbell.journal.store.HeadTable.HeadRow;
import io.marketbell.journal.store.LogState;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitNotifierTest {
    private static final int ROOM = 10_000;

    private final LogState state = new LogState(() -> Sample.NOW);
    private final AtomicInteger gaps = new AtomicInteger();
    private final List<Long> heard = new ArrayList<>();
    private boolean confirmed = true;
    private final CommitNotifier notifier = new CommitNotifier(state, new OwnCommits(ROOM), () -> confirmed);

    @BeforeEach
    void listen() {
        notifier.onCommitted(committed -> committed.forEach(each -> heard.add(each.offset())));
        notifier.onGap(gaps::incrementAndGet);
    }

    private static List<Notification> range(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(offset -> Sample.of(NotificationType.ORDER_FILLED, "AAPL", null, List.of("alice"))
                        .at(offset))
                .toList();
    }

    private static HeadRow head(long offset) {
        return new HeadRow("e1", offset, null, 0, 0, true);
    }

    private boolean read(long from, long to) {
        return notifier.read(notifier.gap(), head(to), range(from, to), to);
    }

    @Test
    void commitWithoutAGapIsAnnouncedAtOnce() {
        notifier.committed(0, null, range(1, 2));
        notifier.committed(2, null, range(3, 3));

        assertThat(heard).containsExactly(1L, 2L, 3L);
        assertThat(gaps).hasValue(0);
        assertThat(notifier.behind()).isZero();
    }

    @Test
    void ownCommitsWaitUntilTheGapBeforeThemIsFilled() {
        notifier.committed(2, null, range(3, 4));
        notifier.committed(6, null, range(7, 7));
        assertThat(heard).isEmpty();
        assertThat(gaps.get()).isPositive();
        assertThat(notifier.gap()).isEqualTo(new Gap(0, 0, Long.MAX_VALUE, true, 0));

        read(1, 2);
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L);
        assertThat(notifier.gap()).isEqualTo(new Gap(0, 4, 6, true, 0));

        read(5, 6);
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(notifier.gap().behind()).isFalse();
        assertThat(notifier.waitingBytes()).isZero();
    }

    @Test
    void onlyTheGapBeforeASingleOwnCommitIsRead() {
        notifier.committed(2, null, range(3, 4));

        assertThat(notifier.gap()).isEqualTo(new Gap(0, 0, 2, true, 0));
    }

    @Test
    void severalGapsAreReadTogether() {
        notifier.committed(2, null, range(3, 4));
        notifier.committed(6, null, range(7, 7));

        read(1, 8);

        assertThat(heard).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(notifier.waitingBytes()).isZero();
    }

    @Test
    void ownCommitThatWasReadFromTheDatabaseIsAnnouncedOnce() {
        read(1, 3);
        notifier.committed(1, null, range(2, 4));

        assertThat(heard).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void fullBufferFallsBackToTheDatabase() {
        for (long offset = 3; offset < 40; offset++) {
            notifier.committed(offset - 1, null, range(offset, offset));
            assertThat(notifier.waitingBytes()).isLessThanOrEqualTo(ROOM);
        }
        assertThat(heard).isEmpty();

        for (int pages = 0; notifier.gap().behind(); pages++) {
            assertThat(pages).isLessThan(40);
            Gap gap = notifier.gap();
            long upTo = Math.min(gap.upTo(), 39);
            read(gap.after() + 1, upTo);
        }

        assertThat(heard).isEqualTo(LongStream.rangeClosed(1, 39).boxed().toList());
    }

    @Test
    void expiredNotificationsInAGapAreSkipped() {
        notifier.committed(5, null, range(6, 6));

        notifier.read(notifier.gap(), head(6), range(2, 2), 5);

        assertThat(heard).containsExactly(2L, 6L);
        assertThat(state.head()).isEqualTo(6);
    }

    @Test
    void commitsWaitWhileTheNodeIsNotConfirmed() {
        confirmed = false;
        notifier.committed(0, null, range(1, 1));
        assertThat(heard).isEmpty();
        assertThat(notifier.gap().behind()).isTrue();

        notifier.read(notifier.gap(), head(1), List.of(), 0);

        assertThat(heard).containsExactly(1L);
    }

    @Test
    void readOfAReplacedLogIsDiscarded() {
        Gap gap = notifier.gap();
        notifier.committed(7, null, range(8, 8));
        notifier.replace(() -> state.replaced(new LogState.Head(1, "a"), new LogState.Head(2, "b")));

        assertThat(notifier.read(gap, head(2), range(1, 2), 2)).isFalse();

        assertThat(heard).isEmpty();
        assertThat(notifier.waitingBytes()).isZero();
        assertThat(notifier.behind()).isZero();
    }

    @Test
    void failureOfTheListenerDoesNotStopTheLog() {
        notifier.onCommitted(committed -> {
            throw new AssertionError("planted");
        });

        notifier.committed(0, null, range(1, 1));

        assertThat(state.head()).isEqualTo(1);
        assertThat(state.announced()).isEqualTo(1);
    }
}
