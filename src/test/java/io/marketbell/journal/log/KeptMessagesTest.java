package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.CommittedGroup;
import io.marketbell.journal.store.LogState.Head;
import io.marketbell.notification.Notification;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptMessagesTest {
    private final Log log = new Log("a", 100);
    private final KeptMessages kept = new KeptMessages(4, 1 << 20);

    private void add(Log from, long headBefore, long head) {
        kept.add(from.group(headBefore, head));
    }

    private static List<Long> offsets(List<CommittedGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.notifications().stream().map(Notification::offset))
                .toList();
    }

    private List<Long> after(long offset) {
        return offsets(kept.takeAfter(log.headAt(offset)));
    }

    @Test
    void messagesAreTakenUpToTheFirstGap() {
        add(log, 8, 9);
        add(log, 4, 6);
        add(log, 3, 4);

        assertThat(after(2)).isEmpty();
        assertThat(after(3)).containsExactly(4L, 5L, 6L);
        assertThat(after(8)).containsExactly(9L);
        assertThat(kept.size()).isZero();
        assertThat(kept.bytes()).isZero();
        assertThat(kept.dropped()).isZero();
    }

    @Test
    void repeatedMessageIsKeptOnce() {
        add(log, 3, 4);
        long once = kept.bytes();
        add(log, 3, 4);

        assertThat(kept.size()).isEqualTo(1);
        assertThat(kept.bytes()).isEqualTo(once);
    }

    @Test
    void messageThatBeginsBeforeTheLogsEndContinuesIt() {
        add(log, 3, 7);

        assertThat(after(5)).containsExactly(4L, 5L, 6L, 7L);
    }

    @Test
    void messageOfAnotherLogIsDropped() {
        Log other = new Log("b", 100);
        add(other, 3, 4);
        assertThat(after(3)).isEmpty();

        add(other, 2, 7);
        assertThat(after(5)).isEmpty();

        assertThat(kept.dropped()).isEqualTo(2);
        assertThat(kept.size()).isZero();
    }

    @Test
    void messageIsDroppedIfNothingProvesThatItContinuesTheLog() {
        kept.add(new CommittedGroup("e1", 3, null, 4, log.group(3, 4).notifications()));
        assertThat(after(3)).isEmpty();

        add(log, 3, 4);
        assertThat(kept.takeAfter(new Head(3, null))).isEmpty();

        assertThat(kept.dropped()).isEqualTo(2);
    }

    @Test
    void firstMessageOfAnEmptyLogContinuesIt() {
        add(log, 0, 2);

        assertThat(offsets(kept.takeAfter(new Head(0, null)))).containsExactly(1L, 2L);
    }

    @Test
    void betweenTwoEntriesOnlyACompleteChainIsTaken() {
        add(log, 4, 6);
        assertThat(kept.takeBetween(log.headAt(3), log.headAt(6))).isEmpty();

        add(log, 3, 4);
        assertThat(kept.takeBetween(log.headAt(3), log.headAt(7))).isEmpty();
        assertThat(kept.takeBetween(log.headAt(3), new Head(6, null))).isEmpty();
        assertThat(kept.takeBetween(log.headAt(3), new Log("b", 9).headAt(6))).isEmpty();

        assertThat(offsets(kept.takeBetween(log.headAt(3), log.headAt(6)))).containsExactly(4L, 5L, 6L);
        assertThat(kept.size()).isZero();
    }

    @Test
    void withoutRoomTheHighestOffsetsAreDropped() {
        for (long head = 20; head > 10; head--) {
            add(log, head - 1, head);
        }

        assertThat(kept.size()).isEqualTo(4);
        assertThat(kept.dropped()).isEqualTo(6);
        assertThat(after(10)).containsExactly(11L, 12L, 13L, 14L);
    }

    @Test
    void bytesAreBounded() {
        KeptMessages small = new KeptMessages(1_000, 2_000);
        for (long head = 1; head < 50; head++) {
            small.add(log.group(head - 1, head));
            assertThat(small.bytes()).isLessThanOrEqualTo(2_000);
        }

        assertThat(small.dropped()).isPositive();
        small.clear();
        assertThat(small.bytes()).isZero();
        assertThat(small.size()).isZero();
    }

    @Test
    void messagesAboutAnnouncedCommitsAreRemoved() {
        add(log, 3, 4);
        add(log, 5, 6);

        assertThat(after(6)).isEmpty();

        assertThat(kept.size()).isZero();
        assertThat(kept.dropped()).isZero();
    }
}
