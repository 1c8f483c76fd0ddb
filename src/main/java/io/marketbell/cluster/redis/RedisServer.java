package io.marketbell.cluster.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.PeriodicTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The Redis server that the nodes share, and this node's connections to it. Commands are rejected while a connection is
 * broken, and a command in flight is never repeated.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration RECONNECT_AT_MOST = Duration.ofSeconds(1);

    private final String url;
    private final Duration timeout;
    private final ClientResources resources;
    private final RedisClient client;
    private final ScheduledExecutorService connecting =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-redis-connect-"));
    private final List<RedisLink> links = new CopyOnWriteArrayList<>();

    public RedisServer(RedisSettings settings) {
        this.url = settings.url();
        uri(url);
        this.timeout = settings.timeout();
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.exponential(Duration.ofMillis(50), RECONNECT_AT_MOST, 2, TimeUnit.MILLISECONDS))
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(timeout.multipliedBy(5))
                        .build())
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .build());
    }

    private static RedisURI uri(String url) {
        try {
            return RedisURI.create(url);
        } catch (IllegalArgumentException e) {
            // without the cause, whose message may contain the password
            throw new IllegalArgumentException("marketbell.cluster.redis.url is not a valid URL; examples:"
                    + " rediss://:PASSWORD@HOST:6379, rediss-sentinel://:PASSWORD@HOST:26379,HOST:26379#MASTER");
        }
    }

    /**
     * Returns a connection that is opened in the background, and again after each loss.
     *
     * @param purpose for the server's list of clients
     */
    RedisLink open(String purpose) {
        // not a copy by the builder, which would lack the addresses of Sentinels
        RedisURI named = uri(url);
        named.setClientName("marketbell-" + purpose);
        named.setTimeout(timeout);
        RedisLink link = new RedisLink(() -> client.connectAsync(ByteArrayCodec.INSTANCE, named));
        links.add(link);
        new PeriodicTask("connection to Redis", link::connect)
                .withFixedDelay(connecting, 0, RECONNECT_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        return link;
    }

    @Override
    public void close() {
        connecting.shutdownNow();
        // the client would close connections again that are still being closed, and log it
        CompletableFuture.allOf(links.stream().map(RedisLink::end).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failed -> null)
                .join();
        client.shutdown(0, timeout.toMillis(), TimeUnit.MILLISECONDS);
        resources.shutdown(0, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
