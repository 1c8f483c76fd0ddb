package io.marketbell.cluster.redis;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * The calls of one thread on a connection. While a response is missing, no further commands are sent, so that they do
 * not accumulate; a connection without a response for a long time is opened again. Not thread-safe.
 */
final class RedisCalls {
    private final RedisLink link;
    private final Duration timeout;
    private final Duration patience;
    private Future<?> missing;
    private long missingSince;

    /** @param patience a connection without a response for this time is opened again */
    RedisCalls(RedisLink link, Duration timeout, Duration patience) {
        this.link = link;
        this.timeout = timeout;
        this.patience = patience;
    }

    RedisAsyncCommands<byte[], byte[]> commands() throws RedisFailure {
        if (missing != null) {
            awaitMissing();
        }
        return link.commands()
                .orElseThrow(() -> new RedisFailure(
                        "there is no connection to Redis" + (link.failure().isEmpty() ? "" : ": " + link.failure())));
    }

    private void awaitMissing() throws RedisFailure {
        try {
            RedisFailure.await(missing, timeout);
        } catch (RedisFailure e) {
            if (e.isTimeout()) {
                if (System.nanoTime() - missingSince > patience.toNanos()) {
                    missing = null;
                    link.reopen();
                }
                throw e;
            }
            // an error is a response, too; after a lost connection there will be none
        }
        missing = null;
    }

    /** Returns the deadline of a response, for {@link #await(Future, long)}. */
    long deadline() {
        return System.nanoTime() + timeout.toNanos();
    }

    <T> T await(Future<T> response) throws RedisFailure {
        return await(response, deadline());
    }

    /** @param deadline a value of {@link System#nanoTime} */
    <T> T await(Future<T> response, long deadline) throws RedisFailure {
        long began = System.nanoTime();
        try {
            return RedisFailure.await(response, Duration.ofNanos(deadline - began));
        } catch (RedisFailure e) {
            if (e.isTimeout()) {
                missing = response;
                missingSince = began;
            }
            throw e;
        }
    }
}
