package io.marketbell.identity.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Fetches public keys from a URL. */
final class PublicKeyHost implements Callable<String> {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** The timeout of the whole request: a host that sends bytes very slowly is treated as unavailable. */
    private static final Duration WHOLE = FetchedPublicKeys.PATIENCE.minusMillis(500);

    static final int MAX_BYTES = 1 << 20;

    private final HttpClient client;
    private final HttpRequest request;

    PublicKeyHost(URI uri) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .sslContext(publicAuthorities())
                .build();
        this.request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/jwk-set+json, application/json, application/x-pem-file, */*")
                .timeout(WHOLE)
                .build();
    }

    @Override
    public String call() throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, response -> new BoundedBody(MAX_BYTES));
        try {
            HttpResponse<byte[]> answer = exchange.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("the host answered " + answer.statusCode());
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new IOException("no complete response within " + WHOLE, e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    /**
     * Returns a context with the JDK's certificate authorities. The default context cannot be used: the server replaces
     * it by its own key store, which trusts only the server itself.
     */
    private static SSLContext publicAuthorities() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's trust store cannot be read", e);
        }
    }
}
