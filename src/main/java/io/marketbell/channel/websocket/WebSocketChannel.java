package io.marketbell.channel.websocket;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.channel.UnauthenticatedSockets;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Transport;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.LoginRefused;
import io.marketbell.json.TextPolicy;
import io.marketbell.thread.GuardedTask;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Creates the {@link UnauthenticatedSocket} of each new socket, limits the number of unauthenticated sockets, closes
 * them at their deadline with one timer for all, and disconnects sockets whose closing does not end.
 */
@ApplicationScoped
public class WebSocketChannel {
    private final DeliveryHub hub;
    private final Authenticator authenticator;
    private final ChannelSettings settings;
    private final FrameLimiter limiter;
    private final TextPolicy policy;
    private final Event<LoginRefused> refusedLogins;
    private final UnauthenticatedSockets unauthenticated;
    private final ClosingSockets closing = new ClosingSockets(System::nanoTime);

    @Resource
    private ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> disconnecting;

    /** Required by the container's proxy. */
    protected WebSocketChannel() {
        this.hub = null;
        this.authenticator = null;
        this.settings = null;
        this.policy = null;
        this.limiter = null;
        this.refusedLogins = null;
        this.unauthenticated = null;
    }

    @Inject
    WebSocketChannel(
            DeliveryHub hub,
            Authenticator authenticator,
            ChannelSettings settings,
            TextPolicy policy,
            FrameLimiter limiter,
            Event<LoginRefused> refusedLogins) {
        this.hub = hub;
        this.refusedLogins = refusedLogins;
        this.authenticator = authenticator;
        this.settings = settings;
        this.policy = policy;
        this.limiter = limiter;
        this.unauthenticated =
                new UnauthenticatedSockets(settings.unauthenticated(), settings.unauthenticatedPerAddress());
    }

    @PostConstruct
    void disconnectClosing() {
        disconnecting = new PeriodicTask("closing sockets", closing::disconnectOverdue)
                .withFixedDelay(timer, 1, 1, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        disconnecting.cancel(false);
    }

    /** @param address the client's address, or null if unknown */
    UnauthenticatedSocket socket(Transport transport, String address) {
        Authenticator reporting =
                new ReportingAuthenticator(authenticator, refused -> refusedLogins.fire(refused), address);
        return new UnauthenticatedSocket(hub, reporting, settings, policy, transport, limiter.open(address), address);
    }

    /**
     * @param caller the caller authenticated by the handshake, or null: the socket must then authenticate before the
     * deadline
     * @param address the client's address, or null if unknown
     */
    void open(UnauthenticatedSocket socket, Caller caller, String address) {
        if (caller != null) {
            socket.admit(caller);
            return;
        }
        // The filter has already checked the limits; this check covers concurrent handshakes.
        Runnable leave = unauthenticated.enter(address);
        if (leave == null) {
            socket.close(DisconnectReason.RATE_LIMITED);
            return;
        }
        socket.occupy(leave);
        timer.schedule(
                GuardedTask.of("authentication deadline", socket::late),
                settings.authentication().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    public UnauthenticatedSockets unauthenticated() {
        return unauthenticated;
    }

    public ClosingSockets closing() {
        return closing;
    }
}
