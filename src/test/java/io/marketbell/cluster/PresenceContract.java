package io.marketbell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of {@link Presence}, for two nodes. */
public abstract class PresenceContract {

    /** Returns the presence of a node; the same object for the same name. */
    protected abstract Presence at(String node);

    @Test
    void connectionsAtAllNodesCount() {
        assertThat(at("a").enter("alice", 3)).isTrue();
        assertThat(at("b").enter("alice", 3)).isTrue();
        assertThat(at("a").enter("alice", 3)).isTrue();

        assertThat(at("a").enter("alice", 3)).isFalse();
        assertThat(at("b").enter("alice", 3)).isFalse();
        assertThat(at("b").enter("bob", 3)).isTrue();
        assertThat(at("a").elsewhere("alice")).isEqualTo(1);
        assertThat(at("b").elsewhere("alice")).isEqualTo(2);
        assertThat(at("a").elsewhere("nobody")).isZero();
    }

    @Test
    void aClosedConnectionIsReplacedAtOnceAtItsNodeAndSoonAtAnother() {
        for (int i = 0; i < 2; i++) {
            assertThat(at("a").enter("alice", 2)).isTrue();
        }

        at("a").leave("alice");
        assertThat(at("a").enter("alice", 2)).isTrue();
        at("a").leave("alice");

        assertThat(at("b").enter("alice", 2)).isTrue();
        assertThat(at("b").enter("alice", 2)).isFalse();
    }

    @Test
    void aRefusedConnectionIsNotCounted() {
        assertThat(at("a").enter("alice", 1)).isTrue();
        assertThat(at("b").enter("alice", 1)).isFalse();

        at("a").leave("alice");

        await().untilAsserted(() -> assertThat(at("b").elsewhere("alice")).isZero());
        assertThat(at("a").elsewhere("alice")).isZero();
        assertThat(at("a").enter("alice", 1)).isTrue();
    }

    @Test
    void asManyConnectionsAreAdmittedAsAllowedIfManyOpenAtOnce() throws Exception {
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Presence node = at(i % 2 == 0 ? "a" : "b");
            attempts.add(() -> node.enter("alice", 20));
        }
        ExecutorService threads = Executors.newFixedThreadPool(attempts.size());
        try {
            int admitted = 0;
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                admitted += attempt.get() ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(20);
        } finally {
            threads.shutdownNow();
        }
    }
}
