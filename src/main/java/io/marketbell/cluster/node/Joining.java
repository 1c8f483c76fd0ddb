package io.marketbell.cluster.node;

import java.util.List;

/**
 * The result of joining in a transaction that is not committed yet.
 *
 * @param rows all incarnations, this one included
 * @param began when the transaction began, by the node's monotonic clock
 * @param needsHeartbeats whether another node could take this one for dead
 */
public record Joining(String incarnation, List<NodeRow> rows, long began, boolean needsHeartbeats) {}
