/** Merges the measurements of the nodes of a cluster. */
package io.marketbell.monitoring.merge;
