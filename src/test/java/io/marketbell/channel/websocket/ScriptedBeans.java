package io.marketbell.channel.websocket;

import io.marketbell.channel.FrameLimiter;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.identity.Authenticator;
import io.marketbell.json.TextPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;

/** Fakes of the beans that the channel depends on, in the container. */
@ApplicationScoped
public class ScriptedBeans {
    private static final ScriptedDeliveryHub HUB =
            new ScriptedDeliveryHub(() -> Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "scripted-writer");
                thread.setDaemon(true);
                return thread;
            }));

    static ScriptedDeliveryHub scripted() {
        return HUB;
    }

    @Produces
    @Singleton
    DeliveryHub hub() {
        return HUB;
    }

    @Produces
    @Singleton
    TextPolicy textPolicy() {
        return (kind, place, text) -> text.contains("suspicious") ? "refused" : null;
    }

    @Produces
    @Singleton
    Authenticator authenticator() {
        return Trade.AUTHENTICATOR;
    }

    /** Accepts everything. */
    @Produces
    @Singleton
    FrameLimiter limiter() {
        return address -> (method, caller) -> FrameLimiter.Verdict.PASS;
    }
}
