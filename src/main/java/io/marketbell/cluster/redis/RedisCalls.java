package io.marketbell.cluster.redis;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The calls of one thread on a connection. While a response is missing, no further commands are sent, so that they do
 * not accumulate; a connection without a response for a long time is opened again. Not thread-safe.
 */
final class RedisCalls {
    /** The minimum time to wait for a response: this thread may have been delayed, and not Redis. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RedisLink link;
    private final Duration timeout;
    private final Duration patience;
    private Future<?> missing;
    private long missingSince;
    private boolean rejecting;
    private long rejectedSince;

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
        long wait = Math.max(deadline - began, GRACE_NANOS);
        try {
            try {
                return RedisFailure.await(response, Duration.ofNanos(wait));
            } catch (RedisFailure e) {
                if (!e.isTimeout() || System.nanoTime() - began < wait + GRACE_NANOS) {
                    throw e;
                }
                // this process was paused, so the response may only not have been read yet
                return RedisFailure.await(response, Duration.ofNanos(GRACE_NANOS));
            }
        } catch (RedisFailure e) {
            if (e.isTimeout()) {
                missing = response;
                missingSince = began;
            }
            throw e;
        }
    }

    /**
     * Must be called if the server of this connection must not be used. Another one may have taken its place without a
     * lost connection, so the connection is opened again after some time.
     */
    void reject() {
        long now = System.nanoTime();
        if (!rejecting) {
            rejecting = true;
            rejectedSince = now;
        } else if (now - rejectedSince > patience.toNanos()) {
            rejecting = false;
            link.reopen();
        }
    }

    /** Must be called if the server of this connection may be used. */
    void accept() {
        rejecting = false;
    }
}
