package io.marketbell.channel.websocket;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.channel.RequestRefusal;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliveryHub.Admission.Admitted;
import io.marketbell.delivery.DeliveryHub.Admission.Refused;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.CredentialRefusal;
import io.marketbell.identity.Role;
import io.marketbell.json.TextPolicy;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A socket until it is authenticated, and its {@link ClientSession} afterwards.
 *
 * <p>Before authentication the thread that reads also sends. From the moment admission is requested from the {@code
 * DeliveryHub}, only the connection's writer sends. {@code state} separates the two: the thread that changes it from
 * {@code WAITING} has exclusive use of the transport until the state is {@code OPEN} or {@code CLOSED}.
 */
final class UnauthenticatedSocket {
    private enum State {
        /** Waiting for the credential. */
        WAITING,
        /** The credential, received before the deadline, is being checked, or admission is being requested. */
        DECIDING,
        OPEN,
        CLOSED
    }

    /** Maximum payload of a pong. */
    private static final int PONG_BYTES = 125;

    private static final String SLOW_DOWN = "rate limit exceeded; slow down";

    private final DeliveryHub hub;
    private final Authenticator authenticator;
    private final ChannelSettings settings;
    private final Transport transport;
    private final FrameLimiter.ConnectionLimiter connectionLimiter;
    private final TextPolicy policy;
    private final String address;

    private State state = State.WAITING;
    private boolean overdue;
    private ClientSession session;
    private Runnable leave;

    /** The strictest verdict on the parts of the current frame; used only by the reading thread. */
    private FrameLimiter.Verdict arrival = FrameLimiter.Verdict.PASS;

    /** @param address the client's address, or null if unknown */
    UnauthenticatedSocket(
            DeliveryHub hub,
            Authenticator authenticator,
            ChannelSettings settings,
            TextPolicy policy,
            Transport transport,
            FrameLimiter.ConnectionLimiter connectionLimiter,
            String address) {
        this.address = address;
        this.policy = policy;
        this.hub = hub;
        this.authenticator = authenticator;
        this.settings = settings;
        this.transport = transport;
        this.connectionLimiter = connectionLimiter;
    }

    /** Admits a caller that was authenticated by the handshake. Sends nothing by itself. */
    void admit(Caller caller) {
        if (take()) {
            decide(() -> admit(caller, null));
        }
    }

    /** Counts the socket as unauthenticated until it has authenticated or is closed. */
    void occupy(Runnable leave) {
        boolean settled;
        synchronized (this) {
            this.leave = leave;
            settled = state == State.OPEN || state == State.CLOSED;
        }
        if (settled) {
            leave.run();
        }
    }

    /** Returns whether the socket is authenticated and open. */
    boolean isOpen() {
        return session() != null;
    }

    /**
     * Handles the arrival of a part of a frame that is not yet parsed.
     *
     * @return false if the socket was closed because of it
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

    /** Handles a complete text frame; the frames of a socket arrive one after the other. */
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
            decide(() -> refuseAndWait(RequestEchoReader.echo(text), RequestRefusal.TOO_MANY, SLOW_DOWN));
        }
    }

    private void read(String text) {
        ClientSession open = session();
        ClientRequest request =
                ClientRequestParser.read(text, open == null ? policy.strict() : policy, settings.names());
        if (open != null) {
            open.answered();
            startSession(open, request);
        } else if (take()) {
            decide(() -> authenticateFirst(request));
        }
    }

    /** Reports that the client answered a ping or sent an unsolicited pong. */
    void answered() {
        ClientSession open = session();
        if (connectionLimiter.arrived(PONG_BYTES) == FrameLimiter.Verdict.CLOSE) {
            close(DisconnectReason.RATE_LIMITED);
        } else if (open != null) {
            open.answered();
        }
    }

    /** Closes the socket because the client violated the protocol. */
    void close(DisconnectReason reason) {
        close(reason, open -> open.close(reason));
    }

    /** Reports that the client closed the connection. Must be called before the server releases the socket. */
    void disconnected() {
        close(DisconnectReason.GONE, ClientSession::disconnected);
    }

    private void close(DisconnectReason reason, Consumer<ClientSession> way) {
        ClientSession open;
        synchronized (this) {
            State before = state;
            state = State.CLOSED;
            if (before == State.DECIDING || before == State.CLOSED) {
                return; // the deciding thread detects the closed state and ends the socket
            }
            open = session;
        }
        releasePlace();
        if (open != null) {
            way.accept(open);
        } else {
            transport.close(reason);
        }
    }

    /** Closes the socket if it has not authenticated before the deadline. */
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
        FrameLimiter.Verdict verdict = connectionLimiter.check(request.echo().method(), open.caller());
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

    /** If deciding fails with an internal error, the socket must not stay open without supervision. */
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

    private void authenticateFirst(ClientRequest request) {
        if (request instanceof ClientRequest.Broken broken) {
            end(broken.reason());
            return;
        }
        if (!request.echo().method().equals("auth")) {
            end(DisconnectReason.UNAUTHENTICATED);
            return;
        }
        FrameLimiter.Verdict verdict = connectionLimiter.check("auth", null);
        if (verdict == FrameLimiter.Verdict.CLOSE) {
            end(DisconnectReason.RATE_LIMITED);
        } else if (verdict == FrameLimiter.Verdict.REFUSE) {
            refuseAndWait(request.echo(), RequestRefusal.TOO_MANY, SLOW_DOWN);
        } else if (request instanceof ClientRequest.Auth auth) {
            authenticate(auth);
        } else if (request instanceof ClientRequest.Faulty faulty) {
            refuseAndWait(faulty.echo(), RequestRefusal.INVALID, faulty.detail());
        }
    }

    private void authenticate(ClientRequest.Auth auth) {
        Optional<Caller> caller;
        try {
            caller = caller(auth);
        } catch (RuntimeException unavailable) {
            refuse(auth.echo(), RequestRefusal.UNAVAILABLE, CredentialRefusal.UNAVAILABLE.detail());
            throw unavailable;
        }
        if (caller.isEmpty()) {
            refuse(auth.echo(), RequestRefusal.UNAUTHENTICATED, "the credential is not valid");
            end(DisconnectReason.BAD_CREDENTIALS);
        } else if (!caller.get().restrictions().allowAddress(address)) {
            refuse(auth.echo(), RequestRefusal.FORBIDDEN, CredentialRefusal.WRONG_NETWORK.detail());
            end(DisconnectReason.BAD_CREDENTIALS);
        } else if (!caller.get().is(Role.TRADER)) {
            refuse(auth.echo(), RequestRefusal.FORBIDDEN, "the role trader is required");
            end(DisconnectReason.BAD_CREDENTIALS);
        } else {
            admit(caller.get(), auth.echo());
        }
    }

    private void authenticateAgain(ClientSession open, ClientRequest.Auth auth) {
        try {
            open.authenticatedAgain(auth.echo(), caller(auth));
            if (authenticator.isRevoked(open.caller().credential())) {
                close(DisconnectReason.REVOKED);
            }
        } catch (RuntimeException unavailable) {
            open.refuse(auth.echo(), RequestRefusal.UNAVAILABLE, CredentialRefusal.UNAVAILABLE.detail());
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
        admitted.replaceCredential(caller);
        if (echo != null) {
            admitted.replySession(echo);
        }
        synchronized (this) {
            if (state != State.CLOSED) {
                state = State.OPEN;
                session = admitted;
            }
        }
        releasePlace();
        if (!isOpen()) {
            admitted.close(DisconnectReason.GONE);
        } else if (authenticator.isRevoked(caller.credential())) {
            close(DisconnectReason.REVOKED);
        }
    }

    private Optional<Caller> caller(ClientRequest.Auth auth) {
        return auth.apiKey() == null ? authenticator.byToken(auth.token()) : authenticator.byApiKey(auth.apiKey());
    }

    private void refuseAndWait(RequestEcho echo, RequestRefusal refusal, String detail) {
        if (refuse(echo, refusal, detail)) {
            waitAgain();
        }
    }

    private boolean refuse(RequestEcho echo, RequestRefusal refusal, String detail) {
        try {
            transport.send(new Frame.Reply(ReplyEncoder.error(echo, refusal, detail)));
            return true;
        } catch (IOException disconnected) {
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
        releasePlace();
        transport.close(reason);
    }

    private void releasePlace() {
        Runnable left;
        synchronized (this) {
            left = leave;
        }
        if (left != null) {
            left.run();
        }
    }

    private synchronized ClientSession session() {
        return state == State.OPEN ? session : null;
    }
}
