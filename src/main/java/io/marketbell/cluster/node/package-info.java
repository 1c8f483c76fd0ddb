/** The membership of this node: its row in the database, its heartbeats, and the detection of pauses. */
package io.marketbell.cluster.node;
