/** The time that the nodes of a cluster have in common: the time of their database. */
package io.marketbell.cluster.clock;
