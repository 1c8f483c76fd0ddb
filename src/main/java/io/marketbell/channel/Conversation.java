package io.marketbell.channel;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.Connection.AcknowledgeOutcome.Acknowledged;
import io.marketbell.delivery.Connection.AcknowledgeOutcome.BeyondSent;
import io.marketbell.delivery.Connection.SubscribeOutcome;
import io.marketbell.delivery.Connection.SubscribeOutcome.Subscribed;
import io.marketbell.delivery.Connection.SubscribeOutcome.TooMany;
import io.marketbell.delivery.Connection.SubscribeOutcome.TooManyNames;
import io.marketbell.delivery.Exchange.Admission.Admitted;
import io.marketbell.delivery.Peer;
import io.marketbell.delivery.Subscription;
import io.marketbell.identity.Caller;
import io.marketbell.identity.Role;
import io.marketbell.notification.Spelling;
import java.util.List;
import java.util.Optional;

/**
 * What a client that has authenticated asks for, and what it is answered. Everything is said through the connection, in
 * the order of the requests; nothing here sends.
 */
final class Conversation {
    private Caller caller;
    private final Admitted admitted;
    private final ChannelSettings settings;
    private final Connection connection;
    private final String address;

    /** @param address the client's, or null where it is not known */
    Conversation(Caller caller, Admitted admitted, ChannelSettings settings, String address) {
        this.address = address;
        this.caller = caller;
        this.admitted = admitted;
        this.settings = settings;
        this.connection = admitted.connection();
    }

    /** Tells the client who it is here. */
    void welcome(Echo echo) {
        connection.reply(Replies.session(echo, new SessionFacts(caller, admitted, settings)));
    }

    /** The newest credential of the user counts: until it expires or is revoked, the connection goes on. */
    void liveBy(Caller now) {
        caller = now;
        connection.renew(now.credential(), now.expiresAt());
        connection.describe(new Peer(now.tier().label(), Peer.Via.WEBSOCKET, address));
    }

    Caller caller() {
        return caller;
    }

    void answered() {
        connection.answered();
    }

    void close(CloseReason reason) {
        connection.close(reason);
    }

    /** The peer has ended the connection. */
    void gone() {
        connection.gone();
    }

    /**
     * A credential that is worth nothing here does not take away the one that the connection lives by.
     *
     * @param again who an {@code auth} frame on this open connection turns out to be
     */
    void authenticatedAgain(Echo echo, Optional<Caller> again) {
        if (again.isEmpty()) {
            refuse(echo, Refusal.UNAUTHENTICATED, "the credential is not valid");
        } else if (!again.get().user().equals(caller.user())) {
            refuse(echo, Refusal.FORBIDDEN, "the credential belongs to another user; open a new connection");
        } else if (!again.get().is(Role.TRADER)) {
            refuse(echo, Refusal.FORBIDDEN, "the role trader is required");
        } else {
            liveBy(again.get());
            welcome(echo);
        }
    }

    void refuse(Echo echo, Refusal refusal, String detail) {
        connection.reply(Replies.error(echo, refusal, detail));
    }

    void handle(Request request) {
        if (request instanceof Request.Subscribe subscribe) {
            connection.subscribe(subscribe.wish(), outcome -> subscribed(subscribe.echo(), outcome));
        } else if (request instanceof Request.Unsubscribe unsubscribe) {
            connection.unsubscribe(unsubscribe.subscription(), left -> unsubscribed(unsubscribe, left));
        } else if (request instanceof Request.Subscriptions subscriptions) {
            connection.subscriptions(all -> Replies.subscriptions(subscriptions.echo(), all));
        } else if (request instanceof Request.Acknowledge acknowledge) {
            connection.acknowledge(acknowledge.offset(), outcome -> acknowledged(acknowledge, outcome));
        } else if (request instanceof Request.Ping ping) {
            connection.reply(Replies.success(ping.echo()));
        } else if (request instanceof Request.Faulty faulty) {
            refuse(faulty.echo(), Refusal.INVALID, faulty.detail());
        }
    }

    private static String subscribed(Echo echo, SubscribeOutcome outcome) {
        if (outcome instanceof Subscribed done) {
            return Replies.subscribed(echo, done.subscription(), done.all());
        }
        return Replies.error(
                echo,
                Refusal.CONFLICT,
                outcome instanceof TooMany many
                        ? "a connection may have at most " + many.limit() + " subscriptions"
                        : "the subscriptions of a connection may have at most " + ((TooManyNames) outcome).limit()
                                + " instruments and brokers in total");
    }

    private static String unsubscribed(Request.Unsubscribe request, List<Subscription> left) {
        return left == null
                ? Replies.error(
                        request.echo(),
                        Refusal.UNKNOWN,
                        "this connection has no subscription " + Spelling.excerpt(request.subscription()))
                : Replies.subscribed(request.echo(), request.subscription(), left);
    }

    /** An acknowledgement that asks for no answer gets one only when it fails. */
    private static String acknowledged(Request.Acknowledge request, AcknowledgeOutcome outcome) {
        if (outcome instanceof Acknowledged done) {
            return request.echo().isNumbered() ? Replies.acknowledged(request.echo(), done.offset()) : null;
        }
        if (!(outcome instanceof BeyondSent beyond)) {
            return Replies.error(request.echo(), Refusal.UNAVAILABLE, "durable storage is unavailable; retry later");
        }
        long highest = beyond.highestSent();
        return Replies.error(
                request.echo(), Refusal.INVALID, "offset is above " + highest + ", the highest offset sent");
    }
}
