package io.marketbell.callback;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts over HTTP and HTTPS without blocking. Follows no redirect, keeps no cookie, answers no challenge, uses no proxy
 * and repeats nothing by itself: each of these could lead it where the policy does not.
 */
final class HttpSender implements Sender, AutoCloseable {

    private final CloseableHttpAsyncClient client;
    private final Duration patience;

    /**
     * @param patience for the whole exchange, from name to the last byte of the answer
     * @param atOnce how many connections in all
     * @param atOnceToOneHost and how many to one host
     * @param trust says which certificates are good
     */
    HttpSender(
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
                        // names may move: a connection does not outlive its resolution for long
                        .setTimeToLive(TimeValue.ofMinutes(1))
                        .build())
                .build();
        client = HttpAsyncClients.custom()
                .setConnectionManager(connections)
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
                .setThreadFactory(threads)
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
        client.start();
    }

    @Override
    public CompletionStage<Integer> post(URI url, Map<String, String> headers, String body) {
        AsyncRequestBuilder request = AsyncRequestBuilder.post(url).setEntity(body, ContentType.APPLICATION_JSON);
        headers.forEach(request::addHeader);
        return post(request.build());
    }

    private CompletionStage<Integer> post(AsyncRequestProducer request) {
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
        // each of the client's own timeouts is between two bytes: one who answers a byte at a time would hold us for
        // ever
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
