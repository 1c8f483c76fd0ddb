package io.marketbell.cluster;

import java.time.Instant;

/**
 * A running node.
 *
 * @param node its configured name
 * @param incarnation random; a node has a new one after each start, and after it was declared dead
 * @param since when this incarnation began, by the database's clock
 */
public record Member(String node, String incarnation, Instant since) {}
