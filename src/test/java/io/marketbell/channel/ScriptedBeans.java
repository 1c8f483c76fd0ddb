package io.marketbell.channel;

import io.marketbell.delivery.Exchange;
import io.marketbell.identity.Authenticator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;

/** The neighbours of this room, in the container. */
@ApplicationScoped
public class ScriptedBeans {
    private static final ScriptedExchange EXCHANGE =
            new ScriptedExchange(() -> Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "scripted-writer");
                thread.setDaemon(true);
                return thread;
            }));

    static ScriptedExchange scripted() {
        return EXCHANGE;
    }

    @Produces
    @Singleton
    Exchange exchange() {
        return EXCHANGE;
    }

    @Produces
    @Singleton
    FramePolicy framePolicy() {
        return (kind, place, text) -> text.contains("suspicious");
    }

    @Produces
    @Singleton
    Authenticator authenticator() {
        return Trade.AUTHENTICATOR;
    }

    /** Everything passes. */
    @Produces
    @Singleton
    FrameGate gate() {
        return address -> (method, caller) -> FrameGate.Verdict.PASS;
    }
}
