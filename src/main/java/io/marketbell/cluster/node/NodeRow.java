package io.marketbell.cluster.node;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.Member;
import java.time.Duration;
import java.time.Instant;

/**
 * A row of {@code journal_node}.
 *
 * @param mode the stored word: another release may have other modes
 * @param wire the versions of messages and shared rows that it supports
 * @param beatAge the time since the last heartbeat, by the database's clock
 */
public record NodeRow(
        String incarnation,
        String node,
        String mode,
        String state,
        Wire wire,
        Instant startedAt,
        Instant beatAt,
        Duration beatAge) {

    boolean isRunning() {
        return state.equals(NodeTable.RUNNING);
    }

    boolean isAlive(Duration deadAfter) {
        return isRunning() && beatAge.compareTo(deadAfter) < 0;
    }

    boolean hasMode(ClusterMode expected) {
        return mode.equals(expected.name());
    }

    Member toMember() {
        return new Member(node, incarnation, startedAt);
    }
}
