package io.marketbell.channel;

import io.marketbell.delivery.Exchange;
import io.marketbell.delivery.Transport;
import io.marketbell.identity.Caller;
import io.marketbell.thread.GuardedTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;

/** Makes the doorway of each new socket, and minds the time it may take to come in: one timer for all of them. */
@ApplicationScoped
public class Channel {
    private final Exchange exchange;
    private final Credentials credentials;
    private final ChannelSettings settings;
    private final FrameGate gate;
    private final FramePolicy policy;

    @Resource
    private ManagedScheduledExecutorService timer;

    /** For the container's proxy. */
    protected Channel() {
        this(null, null, null, null, null);
    }

    @Inject
    Channel(Exchange exchange, Credentials credentials, ChannelSettings settings, FramePolicy policy, FrameGate gate) {
        this.exchange = exchange;
        this.credentials = credentials;
        this.settings = settings;
        this.policy = policy;
        this.gate = gate;
    }

    /** @param address the client's, or null where it is not known */
    Doorway doorway(Transport transport, String address) {
        return new Doorway(exchange, credentials, settings, policy, transport, gate.open(address), address);
    }

    /** @param caller whom the handshake has shown, or null: then the socket has to authenticate in time */
    void open(Doorway doorway, Caller caller) {
        if (caller == null) {
            timer.schedule(
                    GuardedTask.of("authentication deadline", doorway::late),
                    settings.authentication().toMillis(),
                    TimeUnit.MILLISECONDS);
        } else {
            doorway.admit(caller);
        }
    }
}
