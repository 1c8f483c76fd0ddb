package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionRegistryTest {
    private final ConnectionRegistry connections = new ConnectionRegistry();

    @Test
    void theConnectionsOfAUserAreLimitedUntilOneIsReleased() {
        assertThat(connections.reserve("alice", 2)).isTrue();
        assertThat(connections.reserve("alice", 2)).isTrue();
        assertThat(connections.reserve("alice", 2)).isFalse();
        assertThat(connections.reserve("bob", 2)).isTrue();

        connections.release("alice");

        assertThat(connections.reserve("alice", 2)).isTrue();
        assertThat(connections.users()).isEqualTo(2);
    }

    @Test
    void aUserWithoutConnectionsIsNotCounted() {
        connections.reserve("alice", 1);
        connections.release("alice");

        assertThat(connections.users()).isZero();
    }

    @Test
    void idsAreUnique() {
        assertThat(connections.nextId()).isNotEqualTo(connections.nextId());
    }
}
