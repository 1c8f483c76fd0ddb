package io.marketbell.callback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The sender under MicroProfile Fault Tolerance: a last bulkhead and timeout over all hosts together, in case the inner
 * sender hangs. Retries survive restarts and circuit breakers are per host, so this package implements both itself.
 * Configurable as {@code io.marketbell.callback.GuardedSender/post/Bulkhead/value} and so on.
 */
@ApplicationScoped
class GuardedSender implements CallbackSender {

    private final HttpCallbackSender sender;

    protected GuardedSender() {
        this(null);
    }

    @Inject
    GuardedSender(HttpCallbackSender sender) {
        this.sender = sender;
    }

    /** Asynchronous also because names are resolved on the calling thread. */
    @Override
    @Asynchronous
    @Bulkhead(value = 128, waitingTaskQueue = 128)
    @Timeout(value = 30, unit = ChronoUnit.SECONDS)
    public CompletionStage<Integer> post(URI url, Map<String, String> headers, String body) {
        return sender.post(url, headers, body);
    }
}
