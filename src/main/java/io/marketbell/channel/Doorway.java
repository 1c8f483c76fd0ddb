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

    private static final String SLOW_DOWN = "more requests than are allowed; slow down";

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

    /** A whole text frame has come in; the frames of a socket come one after the other. */
    void heard(String text) {
        Request request = RequestReader.read(text, policy, settings.names());
        Conversation open = conversation();
        if (open != null) {
            open.answered();
            converse(open, request);
        } else if (take()) {
            decide(() -> introduce(request));
        }
    }

    /** The peer has answered a ping. */
    void answered() {
        Conversation open = conversation();
        if (open != null) {
            open.answered();
        }
    }

    /** The peer broke a rule of the wire, or is gone. */
    void close(CloseReason reason) {
        Conversation open;
        synchronized (this) {
            State before = state;
            state = State.CLOSED;
            if (before == State.DECIDING || before == State.CLOSED) {
                return; // whoever decides finds it closed, and ends it
            }
            open = conversation;
        }
        if (open != null) {
            open.close(reason);
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
        try {
            decision.run();
        } catch (RuntimeException failed) {
            end(CloseReason.GONE);
            throw failed;
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
            say(Replies.error(auth.echo(), Refusal.FORBIDDEN, "receiving needs the role trader"));
            end(CloseReason.BAD_CREDENTIALS);
        } else {
            admit(caller.get(), auth.echo());
        }
    }

    private void authenticateAgain(Conversation open, Request.Auth auth) {
        try {
            open.authenticatedAgain(auth.echo(), credentials.caller(auth));
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
        admitted.liveBy(caller);
        if (echo != null) {
            admitted.welcome(echo);
        }
        synchronized (this) {
            if (state != State.CLOSED) {
                state = State.OPEN;
                conversation = admitted;
                return;
            }
        }
        admitted.close(CloseReason.GONE);
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
        transport.close(reason);
    }

    private synchronized Conversation conversation() {
        return state == State.OPEN ? conversation : null;
    }
}
