package io.marketbell.callback;

import io.marketbell.deadletter.ReplayAudit;
import io.marketbell.deadletter.Republisher;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** Test implementations of the ports of the callback and dead-letter packages, and an observer of outcomes. */
@ApplicationScoped
class CallbackPorts implements Republisher, ReplayAudit, SigningSecrets {

    private final BlockingQueue<Outcome> observed = new LinkedBlockingQueue<>();

    void observe(@ObservesAsync Outcome outcome) {
        observed.add(outcome);
    }

    BlockingQueue<Outcome> observed() {
        return observed;
    }

    @Override
    public Optional<String> of(String publisher) {
        return Optional.of("whsec_" + publisher);
    }

    @Override
    public CompletionStage<Replayed> republish(Notification original, String recipient, String key) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Operation begin(String who, String action, String target, String recipient) {
        return new Operation() {
            @Override
            public void done(String detail) {}

            @Override
            public void failed(String detail) {}
        };
    }
}
