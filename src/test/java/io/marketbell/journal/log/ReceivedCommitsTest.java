package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.CommittedGroup;
import io.marketbell.journal.log.CommitNotifier.Gap;
import io.marketbell.journal.store.Doubts;
import io.marketbell.journal.store.HeadTable.HeadRow;
import io.marketbell.journal.store.LogState;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Announces commits of other nodes from their messages. */
class ReceivedCommitsTest {
    private static final long PATIENCE = MissingCommits.PATIENCE.toNanos();
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong nanos = new AtomicLong();
    private final LogState state = new LogState(() -> Sample.NOW);
    private final List<String> heard = new ArrayList<>();
    private final Log log = new Log("a", 60);
    private boolean confirmed = true;
    private boolean room = true;
    private final CommitNotifier notifier = notifier(state, heard);

    private CommitNotifier notifier(LogState itsState, List<String> itsHeard) {
        CommitNotifier created = new CommitNotifier(
                itsState, new OwnCommits(OwnCommits.LARGEST), () -> confirmed, new MissingCommits(nanos::get));
        created.onCommitted(committed -> committed.forEach(each -> itsHeard.add(each.id())));
        created.expectWhile(() -> true);
        created.receiveWhile(() -> room);
        return created;
    }

    @BeforeEach
    void openAtTen() {
        open(state, 10);
    }

    private void open(LogState itsState, long head) {
        itsState.head(head, log.idAt(head));
        itsState.opened("e1", Doubts.NONE);
    }

    private List<String> ids(long after, long upTo) {
        return log.range(after, upTo).stream().map(Notification::id).toList();
    }

    private void receive(long headBefore, long head) {
        notifier.received(log.group(headBefore, head));
    }

    private void own(long headBefore, long head) {
        notifier.committed(headBefore, log.idAt(headBefore), log.range(headBefore, head));
    }

    private static void read(CommitNotifier of, Log database) {
        Gap gap = of.gap();
        long head = database.entries().size();
        long upTo = Math.min(gap.upTo(), head);
        List<Notification> page = upTo > gap.after() ? database.range(gap.after(), upTo) : List.of();
        assertThat(of.read(gap, new HeadRow("e1", head, database.idAt(head), 0, 0, true), page, upTo))
                .isTrue();
    }

    @Test
    void commitThatContinuesTheLogIsAnnouncedWithoutTheDatabase() {
        receive(10, 12);

        assertThat(heard).isEqualTo(ids(10, 12));
        assertThat(state.announced()).isEqualTo(12);
        assertThat(state.seenHead()).isEqualTo(log.headAt(12));
        assertThat(notifier.nanosUntilRead()).isEqualTo(NEVER);
        assertThat(notifier.figures().fromMessages()).isEqualTo(2);
    }

    @Test
    void laterCommitWaitsForTheEarlierOne() {
        receive(12, 13);
        assertThat(heard).isEmpty();
        assertThat(notifier.nanosUntilRead()).isEqualTo(PATIENCE);
        assertThat(notifier.figures().kept()).isEqualTo(1);

        receive(10, 12);

        assertThat(heard).isEqualTo(ids(10, 13));
        assertThat(notifier.nanosUntilRead()).isEqualTo(NEVER);
        assertThat(notifier.figures().kept()).isZero();
    }

    @Test
    void lostMessageIsReplacedByAReadAfterAShortTime() {
        receive(12, 13);
        nanos.addAndGet(PATIENCE);
        assertThat(notifier.nanosUntilRead()).isZero();

        read(notifier, new Log("a", 13));

        assertThat(heard).isEqualTo(ids(10, 13));
        assertThat(notifier.figures().fromDatabase()).isEqualTo(3);
        assertThat(notifier.figures().kept()).isZero();
    }

    @Test
    void repeatedAndLateMessagesAreIgnored() {
        receive(10, 12);
        receive(10, 12);
        receive(8, 11);

        assertThat(heard).isEqualTo(ids(10, 12));
        assertThat(notifier.figures().outdated()).isEqualTo(2);
    }

    @Test
    void messageWithoutNotificationsCausesAReadAtOnce() {
        notifier.received(log.hint(10, 12));

        assertThat(heard).isEmpty();
        assertThat(notifier.nanosUntilRead()).isZero();
        assertThat(notifier.figures().hints()).isEqualTo(1);
    }

    @Test
    void messageOfAnotherEpochIsIgnored() {
        notifier.received(new CommittedGroup("e2", 10, log.idAt(10), 12, log.range(10, 12)));

        assertThat(heard).isEmpty();
        assertThat(notifier.behind()).isZero();
    }

    @Test
    void nothingIsAnnouncedFromAMessageWhileTheNodeIsNotConfirmed() {
        confirmed = false;
        receive(10, 12);

        assertThat(heard).isEmpty();
        assertThat(notifier.nanosUntilRead()).isZero();
    }

    @Test
    void nothingIsAnnouncedFromAMessageWhileTheListenerIsFull() {
        room = false;
        receive(10, 12);

        assertThat(heard).isEmpty();
        assertThat(notifier.figures().keptBytes()).isZero();
        assertThat(notifier.nanosUntilRead()).isZero();
    }

    @Test
    void commitOfARestoredDatabaseIsLeftToTheCheckOfTheLog() {
        notifier.received(new Log("b", 60).group(10, 12));

        assertThat(heard).isEmpty();
        assertThat(notifier.nanosUntilRead()).isZero();
        assertThat(notifier.figures().dropped()).isEqualTo(1);
    }

    @Test
    void ownCommitIsAnnouncedAfterTheMessageBeforeIt() {
        own(12, 14);
        assertThat(notifier.nanosUntilRead()).isEqualTo(PATIENCE);

        receive(11, 12);
        assertThat(heard).isEmpty();
        receive(10, 11);

        assertThat(heard).isEqualTo(ids(10, 14));
        assertThat(notifier.waitingBytes()).isZero();
    }

    @Test
    void messageAfterAnOwnCommitIsAnnouncedWithIt() {
        receive(12, 13);
        own(10, 12);

        assertThat(heard).isEqualTo(ids(10, 13));
    }

    @Test
    void ownCommitWithoutTheMessageBeforeItIsAnnouncedAfterARead() {
        own(12, 14);
        receive(11, 12);
        receive(14, 15);
        nanos.addAndGet(PATIENCE);
        assertThat(notifier.nanosUntilRead()).isZero();

        read(notifier, new Log("a", 15));

        assertThat(heard).isEqualTo(ids(10, 15));
    }

    @Test
    void lateMessageOfACommitThatTheDatabaseLostIsNotAnnouncedBeforeAnOwnCommit() {
        Log present = new Log("a", 10);
        List.of("b11", "b12", "b13").forEach(present::append);
        notifier.committed(12, "b12", present.range(12, 13));

        receive(10, 12);
        assertThat(heard).isEmpty();
        read(notifier, present);

        assertThat(heard).containsExactly("b11", "b12", "b13");
    }

    @Test
    void announcedMessageThatAnOwnCommitContradictsIsComparedWithTheDatabase() {
        receive(10, 12);
        Log present = new Log("a", 10);
        List.of("b11", "b12", "b13").forEach(present::append);
        state.saw(13, "b13");

        notifier.committed(12, "b12", present.range(12, 13));

        assertThat(heard).isEqualTo(ids(10, 12));
        assertThat(notifier.nanosUntilRead()).isZero();
        assertThat(state.seenHead()).isEqualTo(log.headAt(12));
    }

    @Test
    void messageWhoseCommitIsNotInTheDatabaseDoesNotCauseReadsForever() {
        receive(20, 30);
        read(notifier, new Log("a", 10));

        assertThat(notifier.behind()).isZero();
        assertThat(notifier.nanosUntilRead()).isEqualTo(NEVER);
    }

    @Test
    void replacementOfTheLogRemovesKeptMessages() {
        receive(12, 13);
        notifier.replace(() -> state.opened("e2", Doubts.NONE));
        receive(10, 12);

        assertThat(heard).isEmpty();
        assertThat(notifier.figures().kept()).isZero();
        assertThat(notifier.behind()).isZero();
    }

    /** Two nodes, a log, and messages that are reordered, repeated and lost. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyNodeAnnouncesEveryOffsetOnceInOrder(long seed) {
        Random random = new Random(seed);
        boolean bodies = seed % 4 != 0;
        int reads = 0;
        long fromMessages = 0;
        for (int round = 0; round < 30; round++) {
            Log database = new Log("r" + round + "x", 0);
            List<CommitNotifier> nodes = new ArrayList<>();
            List<List<String>> announced = new ArrayList<>();
            Map<Integer, List<CommittedGroup>> onTheWay = new HashMap<>();
            for (int node = 0; node < 2; node++) {
                LogState itsState = new LogState(() -> Sample.NOW);
                itsState.opened("e1", Doubts.NONE);
                announced.add(new ArrayList<>());
                nodes.add(notifier(itsState, announced.get(node)));
                onTheWay.put(node, new ArrayList<>());
            }
            for (int step = 0; step < 300; step++) {
                int node = random.nextInt(2);
                List<CommittedGroup> messages = onTheWay.get(node);
                switch (random.nextInt(5)) {
                    case 0, 1 -> {
                        long before = database.entries().size();
                        for (int i = random.nextInt(3); i >= 0; i--) {
                            database.append("r" + round + "x" + step + "-" + i);
                        }
                        long head = database.entries().size();
                        nodes.get(node).committed(before, database.idAt(before), database.range(before, head));
                        CommittedGroup message = bodies ? database.group(before, head) : database.hint(before, head);
                        for (int copies = random.nextInt(4); copies > 0; copies--) {
                            onTheWay.get(1 - node).add(message);
                        }
                    }
                    case 2, 3 -> {
                        if (!messages.isEmpty()) {
                            nodes.get(node).received(messages.remove(random.nextInt(messages.size())));
                        }
                    }
                    default -> nanos.addAndGet(PATIENCE / 4);
                }
                if (nodes.get(node).nanosUntilRead() == 0) {
                    read(nodes.get(node), database);
                    reads++;
                }
            }
            List<String> all = database.entries().stream().map(Notification::id).toList();
            for (int node = 0; node < 2; node++) {
                nodes.get(node).found(all.size());
                nanos.addAndGet(PATIENCE);
                while (nodes.get(node).nanosUntilRead() == 0) {
                    read(nodes.get(node), database);
                }
                assertThat(announced.get(node)).isEqualTo(all);
                assertThat(nodes.get(node).waitingBytes()).isZero();
            }
            fromMessages += nodes.stream()
                    .mapToLong(each -> each.figures().fromMessages())
                    .sum();
        }
        assertThat(reads).isPositive();
        assertThat(fromMessages > 0).isEqualTo(bodies);
    }
}
