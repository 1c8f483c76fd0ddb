package io.marketbell.architecture.planted.cluster.redis;

import java.time.Duration;

/** Violates: classes of cluster.redis extend no type of the Redis client. */
final class DelayOfRedisClient extends io.lettuce.core.resource.Delay {
    @Override
    public Duration createDelay(long attempt) {
        return Duration.ZERO;
    }
}
