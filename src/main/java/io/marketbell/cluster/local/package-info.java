/** The ports to other nodes, in memory: for one node, and for tests of several nodes in one process. */
package io.marketbell.cluster.local;
