package io.marketbell.channel;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Exchange;
import io.marketbell.delivery.Exchange.Admission;
import io.marketbell.delivery.Exchange.Admission.Admitted;
import io.marketbell.delivery.Exchange.Admission.Refused;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import io.marketbell.identity.Caller;
import io.marketbell.identity.Role;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One socket's way in, and afterwards the {@link Conversation} behind it.
 *
 * <p>As long as nobody is authenticated, what is sent is sent here, by the thread that reads; from the moment the
 * exchange is asked to admit the reader, only by the connection's writer. {@code state} keeps the two apart: whoever takes
 * it from {@code WAITING} is the only one who may use the transport until it is {@code OPEN} or {@code CLOSED}.
 */
final class Doorway {
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

    private final Exchange exchange;
    private final Credentials credentials;
    private final ChannelSettings settings;
    private final Transport transport;
    private final FrameGate.Turnstile turnstile;
    private final FramePolicy policy;
    private final String address;

    private State state = State.WAITING;
    private boolean overdue;
    private Conversation conversation;
    private UnauthenticatedSockets.Place place;

    /** The strictest verdict on the parts of the frame that is coming in; of the reading thread alone. */
    private FrameGate.Verdict arrival = FrameGate.Verdict.PASS;

    /** @param address the client's, or null where it is not known */
    Doorway(
            Exchange exchange,
            Credentials credentials,
            ChannelSettings settings,
            FramePolicy policy,
            Transport transport,
            FrameGate.Turnstile turnstile,
            String address) {
        this.address = address;
        this.policy = policy;
        this.exchange = exchange;
        this.credentials = credentials;
        this.settings = settings;
        this.transport = transport;
        this.turnstile = turnstile;
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
        return conversation() != null;
    }

    /**
     * A part of a frame has come in, which is not yet parsed.
     *
     * @return false where the socket is closed for it
     */
    boolean arrived(int bytes) {
        FrameGate.Verdict verdict = turnstile.arrived(bytes);
        if (verdict == FrameGate.Verdict.CLOSE) {
            close(CloseReason.RATE_LIMITED);
            return false;
        }
        if (verdict.compareTo(arrival) > 0) {
            arrival = verdict;
        }
        return true;
    }

    /** A whole text frame has come in; the frames of a socket come one after the other. */
    void heard(String text) {
        FrameGate.Verdict verdict = arrival;
        arrival = FrameGate.Verdict.PASS;
        if (verdict == FrameGate.Verdict.PASS) {
            read(text);
        } else {
            refuseUnread(text, verdict == FrameGate.Verdict.REFUSE);
        }
    }

    private void refuseUnread(String text, boolean answer) {
        Conversation open = conversation();
        if (open != null) {
            open.answered();
            if (answer) {
                open.refuse(FrameHead.echo(text), Refusal.TOO_MANY, SLOW_DOWN);
            }
        } else if (answer && take()) {
            decide(() -> {
                if (say(Replies.error(FrameHead.echo(text), Refusal.TOO_MANY, SLOW_DOWN))) {
                    waitAgain();
                }
            });
        }
    }

    private void read(String text) {
        Request request = RequestReader.read(text, policy, settings.names());
        Conversation open = conversation();
        if (open != null) {
            open.answered();
            converse(open, request);
        } else if (take()) {
            decide(() -> introduce(request));
        }
    }

    /** The peer has answered a ping, or sent a pong without one. */
    void answered() {
        Conversation open = conversation();
        if (turnstile.arrived(PONG_BYTES) == FrameGate.Verdict.CLOSE) {
            close(CloseReason.RATE_LIMITED);
        } else if (open != null) {
            open.answered();
        }
    }

    /** The peer broke a rule of the wire. */
    void close(CloseReason reason) {
        close(reason, open -> open.close(reason));
    }

    /** The peer has ended the connection. To be called before the server releases the socket. */
    void gone() {
        close(CloseReason.GONE, Conversation::gone);
    }

    private void close(CloseReason reason, Consumer<Conversation> way) {
        Conversation open;
        synchronized (this) {
            State before = state;
            state = State.CLOSED;
            if (before == State.DECIDING || before == State.CLOSED) {
                return; // whoever decides finds it closed, and ends it
            }
            open = conversation;
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
            end(CloseReason.AUTHENTICATION_TIMEOUT);
        }
    }

    private void converse(Conversation open, Request request) {
        if (request instanceof Request.Broken broken) {
            close(broken.reason());
            return;
        }
        FrameGate.Verdict verdict = turnstile.ask(request.echo().method(), open.caller());
        if (verdict == FrameGate.Verdict.CLOSE) {
            close(CloseReason.RATE_LIMITED);
        } else if (verdict == FrameGate.Verdict.REFUSE) {
            open.refuse(request.echo(), Refusal.TOO_MANY, SLOW_DOWN);
        } else if (request instanceof Request.Auth auth) {
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
                end(CloseReason.GONE);
            }
        }
    }

    private void introduce(Request request) {
        if (request instanceof Request.Broken broken) {
            end(broken.reason());
            return;
        }
        if (!request.echo().method().equals("auth")) {
            end(CloseReason.UNAUTHENTICATED);
            return;
        }
        FrameGate.Verdict verdict = turnstile.ask("auth", null);
        if (verdict == FrameGate.Verdict.CLOSE) {
            end(CloseReason.RATE_LIMITED);
        } else if (verdict == FrameGate.Verdict.REFUSE) {
            if (say(Replies.error(request.echo(), Refusal.TOO_MANY, SLOW_DOWN))) {
                waitAgain();
            }
        } else if (request instanceof Request.Auth auth) {
            authenticate(auth);
        } else if (request instanceof Request.Faulty faulty) {
            if (say(Replies.error(faulty.echo(), Refusal.INVALID, faulty.detail()))) {
                waitAgain();
            }
        }
    }

    private void authenticate(Request.Auth auth) {
        Optional<Caller> caller;
        try {
            caller = credentials.caller(auth);
        } catch (RuntimeException unavailable) {
            say(Replies.error(auth.echo(), Refusal.UNAVAILABLE, Credentials.UNAVAILABLE));
            throw unavailable;
        }
        if (caller.isEmpty()) {
            say(Replies.error(auth.echo(), Refusal.UNAUTHENTICATED, "the credential is not valid"));
            end(CloseReason.BAD_CREDENTIALS);
        } else if (!caller.get().is(Role.TRADER)) {
            say(Replies.error(auth.echo(), Refusal.FORBIDDEN, "the role trader is required"));
            end(CloseReason.BAD_CREDENTIALS);
        } else {
            admit(caller.get(), auth.echo());
        }
    }

    private void authenticateAgain(Conversation open, Request.Auth auth) {
        try {
            open.authenticatedAgain(auth.echo(), credentials.caller(auth));
            if (credentials.areRevoked(open.caller())) {
                close(CloseReason.REVOKED);
            }
        } catch (RuntimeException unavailable) {
            open.refuse(auth.echo(), Refusal.UNAVAILABLE, Credentials.UNAVAILABLE);
        }
    }

    private void admit(Caller caller, Echo echo) {
        Admission admission = exchange.open(caller.user(), caller.credential(), transport);
        if (admission instanceof Refused refused) {
            end(refused.reason());
            return;
        }
        Conversation admitted = new Conversation(caller, (Admitted) admission, settings, address);
        boolean begun = false;
        try {
            begin(admitted, caller, echo);
            begun = true;
        } finally {
            if (!begun) {
                admitted.close(CloseReason.FAILED);
            }
        }
    }

    private void begin(Conversation admitted, Caller caller, Echo echo) {
        admitted.liveBy(caller);
        if (echo != null) {
            admitted.welcome(echo);
        }
        synchronized (this) {
            if (state != State.CLOSED) {
                state = State.OPEN;
                conversation = admitted;
            }
        }
        vacate();
        if (!isOpen()) {
            admitted.close(CloseReason.GONE);
        } else if (credentials.areRevoked(caller)) {
            close(CloseReason.REVOKED);
        }
    }

    private boolean say(String text) {
        try {
            transport.send(new Frame.Reply(text));
            return true;
        } catch (IOException gone) {
            end(CloseReason.GONE);
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
        CloseReason reason;
        synchronized (this) {
            if (state == State.DECIDING && !overdue) {
                state = State.WAITING;
                return;
            }
            reason = overdue ? CloseReason.AUTHENTICATION_TIMEOUT : CloseReason.GONE;
        }
        end(reason);
    }

    private void end(CloseReason reason) {
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

    private synchronized Conversation conversation() {
        return state == State.OPEN ? conversation : null;
    }
}
