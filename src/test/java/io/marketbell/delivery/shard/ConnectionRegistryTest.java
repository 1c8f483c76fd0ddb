package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.local.LocalPresence;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionRegistryTest {
    private final ConnectionRegistry connections = new ConnectionRegistry(new LocalPresence());

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

    @Test
    void idsBeginWithATagOfTheProcess() {
        String first = connections.nextId();
        String tag = first.substring(0, first.indexOf('-'));

        assertThat(first).matches("[a-z][a-z0-9]{2}-c1");
        assertThat(connections.nextId()).isEqualTo(tag + "-c2");
        assertThat(Stream.generate(() -> new ConnectionRegistry(new LocalPresence()))
                        .limit(10)
                        .map(ConnectionRegistry::nextId))
                .as("tags of other processes")
                .anyMatch(other -> !other.startsWith(tag));
    }
}
