package io.marketbell.callback;

import io.marketbell.thread.ThreadStarts;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;

/**
 * Posts over HTTP and HTTPS without blocking. Follows no redirects, stores no cookies, answers no authentication
 * challenges, uses no proxy and does not retry: each of these could send a request to a target that the allowlist
 * forbids.
 *
 * <p>If the threads of the HTTP library end or cannot be started, the post fails, and the next post starts them again.
 */
final class HttpCallbackSender implements CallbackSender, AutoCloseable {
    private final ThreadStarts starts = new ThreadStarts("callback sender", System::nanoTime);

    private final Supplier<HttpReactor> reactors;

    /** Null if none is running; guarded by this, as is {@link #closed}. */
    private HttpReactor reactor;

    private boolean closed;

    /** @param reactors starts the HTTP library's client with its threads */
    HttpCallbackSender(Supplier<HttpReactor> reactors) {
        this.reactors = reactors;
    }

    @Override
    public CompletionStage<Integer> post(URI url, Map<String, String> headers, String body) {
        AsyncRequestBuilder request = AsyncRequestBuilder.post(url).setEntity(body, ContentType.APPLICATION_JSON);
        headers.forEach(request::addHeader);
        try {
            HttpReactor running = running();
            return running.post(request.build()).whenComplete((status, failure) -> {
                if (isTimeout(failure) && !running.isRunning()) {
                    discard(running);
                }
            });
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Threads that are still starting are ignored: they would have started long before the timeout. */
    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof CompletionException e && e.getCause() instanceof TimeoutException;
    }

    private synchronized HttpReactor running() {
        if (closed) {
            throw new IllegalStateException("the callback sender is closed");
        }
        if (reactor != null && reactor.hasEnded()) {
            discard(reactor);
        }
        if (reactor == null) {
            reactor = starts.start(reactors);
        }
        return reactor;
    }

    /** Its exchanges fail; the next post starts a new reactor. */
    private synchronized void discard(HttpReactor ended) {
        if (reactor == ended) {
            reactor = null;
            if (!closed) {
                starts.replaced();
            }
        }
        ended.close();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (reactor != null) {
            reactor.close();
        }
    }
}
