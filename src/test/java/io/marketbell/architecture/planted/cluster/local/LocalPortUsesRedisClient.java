package io.marketbell.architecture.planted.cluster.local;

/** Violates: only cluster.redis depends on the Redis client. */
record LocalPortUsesRedisClient(io.lettuce.core.RedisClient client) {}
