package io.marketbell.cluster.redis;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Redis is unreachable, timed out, returned an error, or must not be used. */
final class RedisFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean timeout;

    RedisFailure(String message) {
        this(message, null, false);
    }

    private RedisFailure(String message, Throwable cause, boolean timeout) {
        super(message, cause);
        this.timeout = timeout;
    }

    /** Returns whether there may still be a response. */
    boolean isTimeout() {
        return timeout;
    }

    /** Waits for the response. */
    static <T> T await(Future<T> response, Duration atMost) throws RedisFailure {
        try {
            return response.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RedisFailure("Redis did not respond within " + atMost.toMillis() + " ms", e, true);
        } catch (ExecutionException e) {
            throw new RedisFailure("Redis: " + e.getCause().getMessage(), e.getCause(), false);
        } catch (CancellationException e) {
            throw new RedisFailure("the connection to Redis was lost", e, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisFailure("interrupted", e, true);
        }
    }
}
