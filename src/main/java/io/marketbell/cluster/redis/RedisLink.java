package io.marketbell.cluster.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One connection to Redis, opened in the background. Thread-safe; no method blocks. */
final class RedisLink implements AutoCloseable {
    private final Supplier<CompletionStage<StatefulRedisConnection<byte[], byte[]>>> opener;
    private volatile StatefulRedisConnection<byte[], byte[]> connection;
    private volatile String failure = "";
    private boolean opening;
    private boolean closed;
    private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);

    RedisLink(Supplier<CompletionStage<StatefulRedisConnection<byte[], byte[]>>> opener) {
        this.opener = opener;
    }

    /** Opens the connection for the first time; does nothing afterwards, because the client reopens it after a loss. */
    void connect() {
        synchronized (this) {
            if (connection != null || opening || closed) {
                return;
            }
            opening = true;
        }
        opener.get().whenComplete(this::opened);
    }

    private synchronized void opened(StatefulRedisConnection<byte[], byte[]> opened, Throwable failed) {
        opening = false;
        if (opened != null && closed) {
            opened.closeAsync();
        } else if (opened != null) {
            connection = opened;
            failure = "";
        } else {
            failure = cause(failed);
        }
    }

    private static String cause(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Returns why the last attempt to open the connection for the first time failed; empty if it did not. */
    String failure() {
        return failure;
    }

    /** Returns the commands of the open connection; empty if there is none now. */
    Optional<RedisAsyncCommands<byte[], byte[]>> commands() {
        StatefulRedisConnection<byte[], byte[]> opened = connection;
        return opened == null || !opened.isOpen() ? Optional.empty() : Optional.of(opened.async());
    }

    /** Closes a connection that does not respond; the commands in flight fail. Another one is opened by {@link #connect}. */
    synchronized void reopen() {
        StatefulRedisConnection<byte[], byte[]> silent = connection;
        connection = null;
        if (silent != null) {
            silent.closeAsync();
        }
    }

    /** Closes the connection. The returned future completes when it is closed. */
    synchronized CompletableFuture<Void> end() {
        closed = true;
        if (connection != null) {
            ending = connection.closeAsync();
            connection = null;
        }
        return ending;
    }

    @Override
    public void close() {
        end();
    }
}
