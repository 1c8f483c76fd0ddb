/**
 * Tests of several servers on one PostgreSQL, and their tools: nodes that are killed, suspended and cut off from the
 * database, publishers that retry at another node, clients that reconnect to another node, and the checks of what both have
 * logged. Run by {@code mvn -Pcluster verify}.
 */
package io.marketbell.blackbox.cluster;
