package io.marketbell.cluster.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.EngineReports;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes, PostgreSQL and Redis, and the links between them, in simulated time. */
class LeavingNodeTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(5);

    private long nanos = 1;
    private final FakeEngine postgres = new FakeEngine();
    private final FakeEngine redis = new FakeEngine();
    private final List<TestNode> nodes = Stream.generate(TestNode::new).limit(3).toList();

    /** An engine that stores the reports and the turn. */
    private final class FakeEngine {
        private final Map<Object, Long> reachedAt = new HashMap<>();
        private Object holder;
        private long heldUntil;
    }

    private final class TestNode implements LeavingNode.Clients {
        private final Link toPostgres = new Link(postgres);
        private final Link toRedis = new Link(redis);
        private final LeavingNode leaving =
                new LeavingNode(toPostgres, toRedis, HEARTBEAT, DEAD_AFTER, () -> nanos, this);
        private boolean connected = true;

        @Override
        public void disconnect() {
            connected = false;
        }

        @Override
        public void accept() {
            connected = true;
        }
    }

    private final class Link implements EngineReports {
        private final FakeEngine engine;
        private boolean cut;

        private Link(FakeEngine engine) {
            this.engine = engine;
        }

        @Override
        public Optional<Duration> exchange(Duration sinceReached) {
            if (cut) {
                return Optional.empty();
            }
            engine.reachedAt.put(this, nanos - sinceReached.toNanos());
            return Optional.of(engine.reachedAt.entrySet().stream()
                    .filter(report -> report.getKey() != this)
                    .map(report -> Duration.ofNanos(nanos - report.getValue()))
                    .min(Duration::compareTo)
                    .orElse(NEVER));
        }

        @Override
        public boolean takeTurn(Duration duration) {
            if (cut || (engine.holder != null && engine.holder != this && nanos < engine.heldUntil)) {
                return false;
            }
            engine.holder = this;
            engine.heldUntil = nanos + duration.toNanos();
            return true;
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> node.leaving.close());
    }

    /** Returns the numbers of the nodes that were not ready at any time meanwhile. */
    private TreeSet<Integer> passes(int seconds) {
        TreeSet<Integer> left = new TreeSet<>();
        for (int second = 0; second < seconds; second++) {
            nanos += TimeUnit.SECONDS.toNanos(1);
            nodes.forEach(node -> node.leaving.exchangeOverPostgres());
            nodes.forEach(node -> node.leaving.exchangeOverRedis());
            for (int i = 0; i < nodes.size(); i++) {
                if (!nodes.get(i).leaving.reason().isEmpty()) {
                    left.add(i);
                }
            }
        }
        return left;
    }

    private List<Boolean> connected() {
        return nodes.stream().map(node -> node.connected).toList();
    }

    @Test
    void aHealthyClusterStays() {
        assertThat(passes(60)).isEmpty();
    }

    @Test
    void theNodeThatHasLostPostgresLeavesAndReturns() {
        passes(5);
        nodes.get(1).toPostgres.cut = true;

        assertThat(passes(9)).isEmpty();
        assertThat(passes(4)).containsExactly(1);
        assertThat(nodes.get(1).leaving.reason()).isEqualTo("this node cannot reach PostgreSQL, and other nodes can");
        assertThat(connected()).as("load balancers have time to notice it").containsExactly(true, true, true);
        assertThat(passes(6)).containsExactly(1);
        assertThat(connected()).containsExactly(true, false, true);

        nodes.get(1).toPostgres.cut = false;
        assertThat(passes(1)).isEmpty();
        assertThat(connected()).containsExactly(true, true, true);
    }

    @Test
    void theNodeThatHasLostRedisLeaves() {
        passes(5);
        nodes.get(2).toRedis.cut = true;

        assertThat(passes(30)).containsExactly(2);
        assertThat(nodes.get(2).leaving.reason()).contains("Redis");
        assertThat(connected()).containsExactly(true, true, false);
    }

    @Test
    void noNodeLeavesIfAllLinksToOneEngineAreCut() {
        passes(5);
        nodes.forEach(node -> node.toPostgres.cut = true);
        assertThat(passes(120)).isEmpty();

        nodes.forEach(node -> node.toPostgres.cut = false);
        nodes.forEach(node -> node.toRedis.cut = true);
        assertThat(passes(120)).isEmpty();
    }

    @Test
    void aNodeThatHasLostBothEnginesStays() {
        passes(5);
        nodes.get(0).toPostgres.cut = true;
        nodes.get(0).toRedis.cut = true;

        assertThat(passes(120)).isEmpty();
    }

    @Test
    void twoNodesThatHaveLostTheSameEngineLeaveOneAfterTheOther() {
        passes(5);
        nodes.get(0).toPostgres.cut = true;
        nodes.get(1).toPostgres.cut = true;

        assertThat(passes(13)).containsExactly(0);
        assertThat(passes(11)).as("the first one has its turn").containsExactly(0);
        assertThat(connected()).containsExactly(false, true, true);
        assertThat(passes(20)).containsExactly(0, 1);
        assertThat(connected()).containsExactly(false, false, true);
    }

    @Test
    void aNodeThatHasLeftReturnsIfTheOthersLoseTheEngine() {
        passes(5);
        nodes.get(0).toPostgres.cut = true;
        passes(30);
        assertThat(connected()).containsExactly(false, true, true);

        nodes.forEach(node -> node.toPostgres.cut = true);
        passes(6);

        assertThat(connected()).containsExactly(true, true, true);
        assertThat(passes(60)).isEmpty();
    }
}
