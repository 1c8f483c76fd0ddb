package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.node.TestNodes;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private static final int STEPS = 120;
    private static final List<String> USERS = List.of("alice", "bob", "carol");

    /** A node, and the notifications that its only connection has not written yet. */
    private static final class Running {
        private final LedgerNode node;
        private final Deque<Long> waiting = new ArrayDeque<>();
        private String user = USERS.get(0);
        private long routed;
        private long began;

        Running(LedgerNode node, long head) {
            this.node = node;
            this.routed = head;
            node.onFlush(() -> waiting.stream().mapToLong(each -> each).min().orElse(Long.MAX_VALUE));
        }
    }

    private final List<Running> nodes = new ArrayList<>();
    private final Map<String, Set<Long>> sent = new HashMap<>();
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
                case 0, 15 -> start();
                case 1 -> {
                    if (random.nextBoolean()) {
                        // saves everything except the write in progress
                        one.node.flush();
                    }
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
                case 5 -> one.node.flush();
                case 6, 7 -> {
                    // otherwise one node's range covers what another one leaves out
                    for (Running each : nodes) {
                        each.node.flush();
                    }
                }
                case 8, 9 -> resume(one, random);
                case 10, 11, 12, 13 -> commit(one);
                case 14 -> endWrites(one, random.nextBoolean());
                default -> writeAllButTheLast(one);
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

    private Set<Long> sentTo(String user) {
        return sent.computeIfAbsent(user, name -> new HashSet<>());
    }

    /** A broadcast: every node routes it to its connection. */
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
        long next = at.waiting.remove();
        at.node.begin(at.user, next);
        at.began = next;
        sentTo(at.user).add(next);
    }

    /** The last write stays in progress. */
    private void writeAllButTheLast(Running at) {
        while (!at.waiting.isEmpty()) {
            endWrites(at, true);
            beginWrite(at);
        }
    }

    private void endWrites(Running at, boolean succeeds) {
        long began = at.began;
        if (began != 0 && succeeds) {
            at.node.ledger.written(at.user, new long[] {began});
        } else if (began != 0) {
            at.node.ledger.failed(at.user, new long[] {began});
        }
        at.began = 0;
    }

    /** A client reconnects: the old connection ends, and past notifications are sent before live ones. */
    private void resume(Running at, Random random) throws SQLException {
        endWrites(at, false);
        at.waiting.clear();
        at.user = USERS.get(random.nextInt(USERS.size()));
        long head = at.node.seeCommits();
        long after = random.nextInt(10) == 0 ? 0 : Math.max(0, head - random.nextInt(8));
        LongPredicate reached = at.node.ledger.mayHaveReached(at.user, after);
        for (long offset = after + 1; offset <= head; offset++) {
            boolean marked = reached.test(offset);
            if (sentTo(at.user).contains(offset)) {
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
