package io.marketbell.cluster.redis;

/**
 * Identifies the data of a Redis server. Another identity means that messages and values may be lost: the server was
 * restarted, another one has taken its place, or its data was deleted.
 *
 * @param runId another one after each start
 * @param replicationId another one after each failover
 * @param token the value of a key that the nodes have set
 */
record RedisIdentity(String runId, String replicationId, String token) {}
