package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.node.TestNodes;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commits, deliveries, resumes, flushes, stops and deaths of three nodes: an offset that a user was sent before is
 * never sent again without a mark.
 */
abstract class DoubtPropertyContractTest implements BackEnd {
    private static final int STEPS = 250;
    private static final String USER = "alice";

    /** A node, and the notifications that its connection of the user has not written yet. */
    private static final class Running {
        private final LedgerNode node;
        private final Deque<Long> waiting = new ArrayDeque<>();
        private long routed;
        private long began;

        Running(LedgerNode node, long head) {
            this.node = node;
            this.routed = head;
            node.onFlush(() -> waiting.stream().mapToLong(each -> each).min().orElse(Long.MAX_VALUE));
        }
    }

    private final List<Running> nodes = new ArrayList<>();
    private final Set<Long> sent = new HashSet<>();
    private CuttableDatabase source;
    private int started;
    private int repeats;
    private int unnecessaryMarks;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noRepeatIsUnmarked(long seed) throws Exception {
        source = ((JdbcStore) emptyStore()).wire();
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            if (nodes.isEmpty()) {
                start();
            }
            Running one = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(20)) {
                case 0 -> start();
                case 1 -> {
                    one.node.kill();
                    nodes.remove(one);
                }
                case 2 -> {
                    // the connection is closed before the node stops
                    endWrites(one, random.nextBoolean());
                    one.waiting.clear();
                    one.node.stop();
                    nodes.remove(one);
                }
                case 3 -> TestNodes.beat(one.node.membership);
                case 4 -> {
                    one.node.missHeartbeats();
                    for (Running other : nodes) {
                        TestNodes.beat(other.node.membership);
                    }
                    TestNodes.beat(one.node.membership);
                }
                case 5, 6, 7 -> one.node.flush();
                case 8, 9 -> resume(one, random);
                case 10, 11, 12, 13 -> commit(one);
                case 14, 15 -> endWrites(one, random.nextBoolean());
                default -> beginWrite(one);
            }
        }
        assertThat(repeats).as("otherwise nothing was tested").isGreaterThan(10);
        assertThat(unnecessaryMarks).as("not everything is in doubt").isLessThan(10 * repeats);
    }

    private void start() throws SQLException {
        if (nodes.size() < 3) {
            LedgerNode node = new LedgerNode(source, "n" + ++started);
            nodes.add(new Running(node, node.seeCommits()));
        }
    }

    /** Every node routes the commit to its connection of the user. */
    private void commit(Running at) throws SQLException {
        long head = at.node.commit();
        for (Running each : nodes) {
            each.node.seeCommits();
            for (each.routed++; each.routed < head; each.routed++) {
                each.waiting.add(each.routed);
            }
            each.waiting.add(head);
        }
    }

    private void beginWrite(Running at) {
        Long next = at.waiting.poll();
        if (next != null && at.began == 0) {
            at.node.begin(USER, next);
            at.began = next;
            sent.add(next);
        } else if (next != null) {
            at.waiting.addFirst(next);
        }
    }

    private void endWrites(Running at, boolean succeeds) {
        long began = at.began;
        if (began != 0 && succeeds) {
            at.node.ledger.written(USER, new long[] {began});
        } else if (began != 0) {
            at.node.ledger.failed(USER, new long[] {began});
        }
        at.began = 0;
    }

    /** The client reconnects: the old connection ends, and past notifications are sent before live ones. */
    private void resume(Running at, Random random) throws SQLException {
        endWrites(at, false);
        at.waiting.clear();
        long head = at.node.seeCommits();
        long after = random.nextInt((int) head + 1);
        LongPredicate reached = at.node.ledger.mayHaveReached(USER, after);
        for (long offset = after + 1; offset <= head; offset++) {
            boolean marked = reached.test(offset);
            if (sent.contains(offset)) {
                repeats++;
                assertThat(marked)
                        .as("offset %d, resumed after %d of %d", offset, after, head)
                        .isTrue();
            } else if (marked) {
                unnecessaryMarks++;
            }
            at.waiting.add(offset);
        }
        at.routed = head;
    }
}
