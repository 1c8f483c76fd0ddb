/** The dispatching threads with the connections that belong to each. */
package io.marketbell.delivery.shard;
