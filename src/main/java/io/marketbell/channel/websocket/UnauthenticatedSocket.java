package io.marketbell.channel.websocket;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.CredentialCheck;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.channel.FramePolicy;
import io.marketbell.channel.RequestRefusal;
import io.marketbell.channel.UnauthenticatedSockets;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliveryHub.Admission.Admitted;
import io.marketbell.delivery.DeliveryHub.Admission.Refused;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import io.marketbell.identity.Caller;
import io.marketbell.identity.Role;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One socket's way in, and afterwards the {@link ClientSession} behind it.
 *
 * <p>As long as nobody is authenticated, what is sent is sent here, by the thread that reads; from the moment the
 * exchange is asked to admit the client, only by the connection's writer. {@code state} keeps the two apart: whoever takes
 * it from {@code WAITING} is the only one who may use the transport until it is {@code OPEN} or {@code CLOSED}.
 */
final class UnauthenticatedSocket {
    private enum State {
        /** For the credential. */
        WAITING,
        /** A credential is being looked at, or the exchange asked; the deadline was kept. */
        DECIDING,
        OPEN,
        CLOSED
    }

    /** What a pong carries at most. */
    private static final int PONG_BYTES = 125;

    private static final String SLOW_DOWN = "rate limit exceeded; slow down";

    private final DeliveryHub hub;
    private final CredentialCheck credentials;
    private final ChannelSettings settings;
    private final Transport transport;
    private final FrameLimiter.ConnectionLimiter connectionLimiter;
    private final FramePolicy policy;
    private final String address;

    private State state = State.WAITING;
    private boolean overdue;
    private ClientSession session;
    private UnauthenticatedSockets.Place place;

    /** The strictest verdict on the parts of the frame that is coming in; of the reading thread alone. */
    private FrameLimiter.Verdict arrival = FrameLimiter.Verdict.PASS;

    /** @param address the client's, or null where it is not known */
    UnauthenticatedSocket(
            DeliveryHub hub,
            CredentialCheck credentials,
            ChannelSettings settings,
            FramePolicy policy,
            Transport transport,
            FrameLimiter.ConnectionLimiter connectionLimiter,
            String address) {
        this.address = address;
        this.policy = policy;
        this.hub = hub;
        this.credentials = credentials;
        this.settings = settings;
        this.transport = transport;
        this.connectionLimiter = connectionLimiter;
    }

    /** The handshake has shown who it is; nothing is said unasked. */
    void admit(Caller caller) {
        if (take()) {
            decide(() -> admit(caller, null));
        }
    }

    /** Counts the socket as unauthenticated until it has authenticated or is closed. */
    void occupy(UnauthenticatedSockets.Place place) {
        boolean settled;
        synchronized (this) {
            this.place = place;
            settled = state == State.OPEN || state == State.CLOSED;
        }
        if (settled) {
            place.release();
        }
    }

    /** Whether the socket has a user. */
    boolean isOpen() {
        return session() != null;
    }

    /**
     * A part of a frame has come in, which is not yet parsed.
     *
     * @return false where the socket is closed for it
     */
    boolean arrived(int bytes) {
        FrameLimiter.Verdict verdict = connectionLimiter.arrived(bytes);
        if (verdict == FrameLimiter.Verdict.CLOSE) {
            close(DisconnectReason.RATE_LIMITED);
            return false;
        }
        if (verdict.compareTo(arrival) > 0) {
            arrival = verdict;
        }
        return true;
    }

    /** A whole text frame has come in; the frames of a socket come one after the other. */
    void onMessage(String text) {
        FrameLimiter.Verdict verdict = arrival;
        arrival = FrameLimiter.Verdict.PASS;
        if (verdict == FrameLimiter.Verdict.PASS) {
            read(text);
        } else {
            refuseUnread(text, verdict == FrameLimiter.Verdict.REFUSE);
        }
    }

    private void refuseUnread(String text, boolean answer) {
        ClientSession open = session();
        if (open != null) {
            open.answered();
            if (answer) {
                open.refuse(RequestEchoReader.echo(text), RequestRefusal.TOO_MANY, SLOW_DOWN);
            }
        } else if (answer && take()) {
            decide(() -> {
                if (send(ReplyEncoder.error(RequestEchoReader.echo(text), RequestRefusal.TOO_MANY, SLOW_DOWN))) {
                    waitAgain();
                }
            });
        }
    }

    private void read(String text) {
        ClientRequest request = ClientRequestParser.read(text, policy, settings.names());
        ClientSession open = session();
        if (open != null) {
            open.answered();
            startSession(open, request);
        } else if (take()) {
            decide(() -> introduce(request));
        }
    }

    /** The peer has answered a ping, or sent a pong without one. */
    void answered() {
        ClientSession open = session();
        if (connectionLimiter.arrived(PONG_BYTES) == FrameLimiter.Verdict.CLOSE) {
            close(DisconnectReason.RATE_LIMITED);
        } else if (open != null) {
            open.answered();
        }
    }

    /** The peer broke a rule of the wire. */
    void close(DisconnectReason reason) {
        close(reason, open -> open.close(reason));
    }

    /** The peer has ended the connection. To be called before the server releases the socket. */
    void gone() {
        close(DisconnectReason.GONE, ClientSession::gone);
    }

    private void close(DisconnectReason reason, Consumer<ClientSession> way) {
        ClientSession open;
        synchronized (this) {
            State before = state;
            state = State.CLOSED;
            if (before == State.DECIDING || before == State.CLOSED) {
                return; // whoever decides finds it closed, and ends it
            }
            open = session;
        }
        vacate();
        if (open != null) {
            way.accept(open);
        } else {
            transport.close(reason);
        }
    }

    /** The time for authenticating is over. */
    void late() {
        synchronized (this) {
            overdue = true;
        }
        if (take()) {
            end(DisconnectReason.AUTHENTICATION_TIMEOUT);
        }
    }

    private void startSession(ClientSession open, ClientRequest request) {
        if (request instanceof ClientRequest.Broken broken) {
            close(broken.reason());
            return;
        }
        FrameLimiter.Verdict verdict = connectionLimiter.ask(request.echo().method(), open.caller());
        if (verdict == FrameLimiter.Verdict.CLOSE) {
            close(DisconnectReason.RATE_LIMITED);
        } else if (verdict == FrameLimiter.Verdict.REFUSE) {
            open.refuse(request.echo(), RequestRefusal.TOO_MANY, SLOW_DOWN);
        } else if (request instanceof ClientRequest.Auth auth) {
            authenticateAgain(open, auth);
        } else {
            open.handle(request);
        }
    }

    /** Whatever goes wrong on our side while deciding, the socket must not be left open with nobody minding it. */
    private void decide(Runnable decision) {
        boolean decided = false;
        try {
            decision.run();
            decided = true;
        } finally {
            if (!decided) {
                end(DisconnectReason.GONE);
            }
        }
    }

    private void introduce(ClientRequest request) {
        if (request instanceof ClientRequest.Broken broken) {
            end(broken.reason());
            return;
        }
        if (!request.echo().method().equals("auth")) {
            end(DisconnectReason.UNAUTHENTICATED);
            return;
        }
        FrameLimiter.Verdict verdict = connectionLimiter.ask("auth", null);
        if (verdict == FrameLimiter.Verdict.CLOSE) {
            end(DisconnectReason.RATE_LIMITED);
        } else if (verdict == FrameLimiter.Verdict.REFUSE) {
            if (send(ReplyEncoder.error(request.echo(), RequestRefusal.TOO_MANY, SLOW_DOWN))) {
                waitAgain();
            }
        } else if (request instanceof ClientRequest.Auth auth) {
            authenticate(auth);
        } else if (request instanceof ClientRequest.Faulty faulty) {
            if (send(ReplyEncoder.error(faulty.echo(), RequestRefusal.INVALID, faulty.detail()))) {
                waitAgain();
            }
        }
    }

    private void authenticate(ClientRequest.Auth auth) {
        Optional<Caller> caller;
        try {
            caller = credentials.caller(auth.apiKey(), auth.token());
        } catch (RuntimeException unavailable) {
            send(ReplyEncoder.error(auth.echo(), RequestRefusal.UNAVAILABLE, CredentialCheck.UNAVAILABLE));
            throw unavailable;
        }
        if (caller.isEmpty()) {
            send(ReplyEncoder.error(auth.echo(), RequestRefusal.UNAUTHENTICATED, "the credential is not valid"));
            end(DisconnectReason.BAD_CREDENTIALS);
        } else if (!caller.get().is(Role.TRADER)) {
            send(ReplyEncoder.error(auth.echo(), RequestRefusal.FORBIDDEN, "the role trader is required"));
            end(DisconnectReason.BAD_CREDENTIALS);
        } else {
            admit(caller.get(), auth.echo());
        }
    }

    private void authenticateAgain(ClientSession open, ClientRequest.Auth auth) {
        try {
            open.authenticatedAgain(auth.echo(), credentials.caller(auth.apiKey(), auth.token()));
            if (credentials.areRevoked(open.caller())) {
                close(DisconnectReason.REVOKED);
            }
        } catch (RuntimeException unavailable) {
            open.refuse(auth.echo(), RequestRefusal.UNAVAILABLE, CredentialCheck.UNAVAILABLE);
        }
    }

    private void admit(Caller caller, RequestEcho echo) {
        Admission admission = hub.open(caller.user(), caller.credential(), transport);
        if (admission instanceof Refused refused) {
            end(refused.reason());
            return;
        }
        ClientSession admitted = new ClientSession(caller, (Admitted) admission, settings, address);
        boolean begun = false;
        try {
            begin(admitted, caller, echo);
            begun = true;
        } finally {
            if (!begun) {
                admitted.close(DisconnectReason.FAILED);
            }
        }
    }

    private void begin(ClientSession admitted, Caller caller, RequestEcho echo) {
        admitted.liveBy(caller);
        if (echo != null) {
            admitted.welcome(echo);
        }
        synchronized (this) {
            if (state != State.CLOSED) {
                state = State.OPEN;
                session = admitted;
            }
        }
        vacate();
        if (!isOpen()) {
            admitted.close(DisconnectReason.GONE);
        } else if (credentials.areRevoked(caller)) {
            close(DisconnectReason.REVOKED);
        }
    }

    private boolean send(String text) {
        try {
            transport.send(new Frame.Reply(text));
            return true;
        } catch (IOException gone) {
            end(DisconnectReason.GONE);
            return false;
        }
    }

    private synchronized boolean take() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.DECIDING;
        return true;
    }

    private void waitAgain() {
        DisconnectReason reason;
        synchronized (this) {
            if (state == State.DECIDING && !overdue) {
                state = State.WAITING;
                return;
            }
            reason = overdue ? DisconnectReason.AUTHENTICATION_TIMEOUT : DisconnectReason.GONE;
        }
        end(reason);
    }

    private void end(DisconnectReason reason) {
        synchronized (this) {
            state = State.CLOSED;
        }
        vacate();
        transport.close(reason);
    }

    private void vacate() {
        UnauthenticatedSockets.Place left;
        synchronized (this) {
            left = place;
        }
        if (left != null) {
            left.release();
        }
    }

    private synchronized ClientSession session() {
        return state == State.OPEN ? session : null;
    }
}
