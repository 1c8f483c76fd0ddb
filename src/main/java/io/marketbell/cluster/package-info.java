/** The nodes that share one database, and the ports through which they cooperate. */
package io.marketbell.cluster;
