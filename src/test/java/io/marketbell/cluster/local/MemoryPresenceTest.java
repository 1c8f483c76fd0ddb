package io.marketbell.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.Presence;
import io.marketbell.cluster.PresenceContract;
import org.junit.jupiter.api.Test;

class MemoryPresenceTest extends PresenceContract {
    private final MemoryPresence nodes = new MemoryPresence();

    @Override
    protected Presence at(String node) {
        return nodes.at(node);
    }

    @Test
    void connectionsAtAnEndedNodeDoNotCount() {
        at("a").enter("alice", 1);

        nodes.end("a");

        assertThat(at("b").enter("alice", 1)).isTrue();
    }
}
