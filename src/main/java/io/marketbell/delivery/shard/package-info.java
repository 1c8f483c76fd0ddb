/** The dispatcher threads and the connections that belong to each. */
package io.marketbell.delivery.shard;
