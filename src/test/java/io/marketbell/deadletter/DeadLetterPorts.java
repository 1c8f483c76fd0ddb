package io.marketbell.deadletter;

import io.marketbell.notification.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Recording implementations of the package's ports. */
@ApplicationScoped
class DeadLetterPorts implements Republisher, CallbackRetry, ReplayAudit {

    private final List<String> republished = new CopyOnWriteArrayList<>();
    private final List<String> audited = new CopyOnWriteArrayList<>();

    /** A method, because a field of a CDI proxy is not the field of the bean. */
    List<String> republished() {
        return republished;
    }

    List<String> audited() {
        return audited;
    }

    @Override
    public CompletionStage<Replayed> republish(Notification original, String recipient, String key) {
        republished.add(original.id() + " to " + recipient + " under " + key);
        return CompletableFuture.completedFuture(new Replayed("again-" + original.id(), 900, false));
    }

    @Override
    public int retry(String notificationId, String callbackUrl) {
        return 0;
    }

    @Override
    public Operation begin(String who, String action, String target, String recipient) {
        return new Operation() {
            @Override
            public void done(String detail) {
                audited.add(who + " " + action + " " + target + " " + detail);
            }

            @Override
            public void failed(String detail) {
                audited.add(who + " " + action + " " + target + " failed: " + detail);
            }
        };
    }
}
