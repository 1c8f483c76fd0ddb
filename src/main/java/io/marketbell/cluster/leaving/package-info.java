/** Decides when a node leaves the cluster for a time, because it cannot reach an engine that other nodes reach. */
package io.marketbell.cluster.leaving;
