/** The ports to other nodes, over Redis. The only package that uses the Redis client. */
package io.marketbell.cluster.redis;
