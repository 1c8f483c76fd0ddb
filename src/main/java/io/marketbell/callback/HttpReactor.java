package io.marketbell.callback;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.marketbell.thread.GuardedTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP library's client with its threads. After one of its threads has ended, requests are neither sent nor
 * completed: the client must be replaced.
 */
final class HttpReactor implements AutoCloseable {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CloseableHttpAsyncClient client;
    private final Duration patience;

    /**
     * Starts the client. Fails if its threads cannot be created or started.
     *
     * @param patience the timeout of the whole exchange, from name resolution to the last byte of the response
     * @param atOnce the maximum number of connections
     * @param atOnceToOneHost the maximum number of connections to one host
     * @param trust decides which certificates are trusted
     */
    HttpReactor(
            DnsResolver resolver,
            Duration patience,
            int atOnce,
            int atOnceToOneHost,
            ThreadFactory threads,
            SSLContext trust) {
        this.patience = patience;
        Timeout timeout = Timeout.of(patience);
        var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setMaxConnTotal(atOnce)
                .setMaxConnPerRoute(atOnceToOneHost)
                .setTlsStrategy(
                        ClientTlsStrategyBuilder.create().setSslContext(trust).buildAsync())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(timeout)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        // DNS entries change: a connection must not outlive its name resolution for long
                        .setTimeToLive(TimeValue.ofMinutes(1))
                        .build())
                .build();
        client = HttpAsyncClients.custom()
                .setConnectionManager(connections)
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
                .setThreadFactory(task -> guarded(threads, task))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Marketbell")
                .build();
        try {
            client.start();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Thread guarded(ThreadFactory factory, Runnable task) {
        Thread thread = factory.newThread(GuardedTask.of("callback sender", task));
        threads.add(thread);
        return thread;
    }

    /** Returns whether a thread of the client has ended. */
    boolean hasEnded() {
        return threads.stream().anyMatch(thread -> thread.getState() == Thread.State.TERMINATED);
    }

    /** Returns whether all threads of the client have started and not ended. */
    boolean isRunning() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    /** Returns the response status; completes exceptionally if there is no response in time. */
    CompletableFuture<Integer> post(AsyncRequestProducer request) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Future<?> exchange = client.execute(
                request,
                new BasicResponseConsumer<>(new DiscardingEntityConsumer<Void>()),
                HttpClientContext.create(),
                new FutureCallback<Message<HttpResponse, Void>>() {
                    @Override
                    public void completed(Message<HttpResponse, Void> response) {
                        answer.complete(response.getHead().getCode());
                    }

                    @Override
                    public void failed(Exception failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void cancelled() {
                        answer.cancel(false);
                    }
                });
        // the client's own timeouts apply between two bytes: a server that sends one byte at a time could hold the
        // connection forever
        return answer.orTimeout(patience.toMillis(), MILLISECONDS).whenComplete((status, failure) -> {
            if (failure != null) {
                exchange.cancel(true);
            }
        });
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
