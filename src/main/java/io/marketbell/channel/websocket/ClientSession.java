package io.marketbell.channel.websocket;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.RequestRefusal;
import io.marketbell.channel.SessionInfo;
import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.Connection.AcknowledgeOutcome.Acknowledged;
import io.marketbell.delivery.Connection.AcknowledgeOutcome.BeyondSent;
import io.marketbell.delivery.Connection.SubscribeOutcome;
import io.marketbell.delivery.Connection.SubscribeOutcome.Subscribed;
import io.marketbell.delivery.Connection.SubscribeOutcome.TooMany;
import io.marketbell.delivery.Connection.SubscribeOutcome.TooManyNames;
import io.marketbell.delivery.DeliveryHub.Admission.Admitted;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.identity.Caller;
import io.marketbell.identity.CredentialRefusal;
import io.marketbell.identity.Role;
import io.marketbell.json.Spelling;
import java.util.List;
import java.util.Optional;

/**
 * The requests of an authenticated client and the replies to them. All replies are sent through the connection, in the
 * order of the requests; this class does not send by itself.
 */
final class ClientSession {
    private Caller caller;
    private final Admitted admitted;
    private final ChannelSettings settings;
    private final Connection connection;
    private final String address;

    /** @param address the client's address, or null if unknown */
    ClientSession(Caller caller, Admitted admitted, ChannelSettings settings, String address) {
        this.address = address;
        this.caller = caller;
        this.admitted = admitted;
        this.settings = settings;
        this.connection = admitted.connection();
    }

    /** Sends the client its identity and the properties of the connection. */
    void replySession(RequestEcho echo) {
        connection.reply(ReplyEncoder.session(echo, new SessionInfo(caller, admitted, settings)));
    }

    /**
     * Replaces the connection's credential: the newest credential of the user determines when the connection expires or
     * is revoked.
     */
    void replaceCredential(Caller now) {
        caller = now;
        connection.renew(now.credential(), now.expiresAt());
        connection.describe(new ClientInfo(now.tier().label(), ClientInfo.Via.WEBSOCKET, address));
    }

    Caller caller() {
        return caller;
    }

    void answered() {
        connection.answered();
    }

    void close(DisconnectReason reason) {
        connection.close(reason);
    }

    /** Reports that the client closed the connection. */
    void disconnected() {
        connection.disconnected();
    }

    /**
     * Handles an {@code auth} frame on this open connection. An invalid credential does not invalidate the current one.
     *
     * @param again the caller that the credential identifies, or empty if it is invalid
     */
    void authenticatedAgain(RequestEcho echo, Optional<Caller> again) {
        if (again.isEmpty()) {
            refuse(echo, RequestRefusal.UNAUTHENTICATED, "the credential is not valid");
        } else if (!again.get().user().equals(caller.user())) {
            refuse(echo, RequestRefusal.FORBIDDEN, "the credential belongs to another user; open a new connection");
        } else if (!again.get().restrictions().allowAddress(address)) {
            refuse(echo, RequestRefusal.FORBIDDEN, CredentialRefusal.WRONG_NETWORK.detail());
        } else if (!again.get().is(Role.TRADER)) {
            refuse(echo, RequestRefusal.FORBIDDEN, "the role trader is required");
        } else {
            replaceCredential(again.get());
            replySession(echo);
        }
    }

    void refuse(RequestEcho echo, RequestRefusal refusal, String detail) {
        connection.reply(ReplyEncoder.error(echo, refusal, detail));
    }

    void handle(ClientRequest request) {
        if (request instanceof ClientRequest.Subscribe subscribe) {
            connection.subscribe(subscribe.subscription(), outcome -> subscribed(subscribe.echo(), outcome));
        } else if (request instanceof ClientRequest.Unsubscribe unsubscribe) {
            connection.unsubscribe(unsubscribe.subscription(), left -> unsubscribed(unsubscribe, left));
        } else if (request instanceof ClientRequest.Subscriptions subscriptions) {
            connection.subscriptions(all -> ReplyEncoder.subscriptions(subscriptions.echo(), all));
        } else if (request instanceof ClientRequest.Acknowledge acknowledge) {
            connection.acknowledge(acknowledge.offset(), outcome -> acknowledged(acknowledge, outcome));
        } else if (request instanceof ClientRequest.Ping ping) {
            connection.reply(ReplyEncoder.success(ping.echo()));
        } else if (request instanceof ClientRequest.Faulty faulty) {
            refuse(faulty.echo(), RequestRefusal.INVALID, faulty.detail());
        }
    }

    private static String subscribed(RequestEcho echo, SubscribeOutcome outcome) {
        if (outcome instanceof Subscribed done) {
            return ReplyEncoder.subscribed(echo, done.subscription(), done.all());
        }
        return ReplyEncoder.error(
                echo,
                RequestRefusal.CONFLICT,
                outcome instanceof TooMany many
                        ? "a connection may have at most " + many.limit() + " subscriptions"
                        : "the subscriptions of a connection may have at most " + ((TooManyNames) outcome).limit()
                                + " instruments and brokers in total");
    }

    private static String unsubscribed(ClientRequest.Unsubscribe request, List<ActiveSubscription> left) {
        return left == null
                ? ReplyEncoder.error(
                        request.echo(),
                        RequestRefusal.UNKNOWN,
                        "this connection has no subscription " + Spelling.excerpt(request.subscription()))
                : ReplyEncoder.subscribed(request.echo(), request.subscription(), left);
    }

    /** An acknowledgement that requests no reply gets one only on failure. */
    private static String acknowledged(ClientRequest.Acknowledge request, AcknowledgeOutcome outcome) {
        if (outcome instanceof Acknowledged done) {
            return request.echo().isNumbered() ? ReplyEncoder.acknowledged(request.echo(), done.offset()) : null;
        }
        if (!(outcome instanceof BeyondSent beyond)) {
            return ReplyEncoder.error(
                    request.echo(), RequestRefusal.UNAVAILABLE, "durable storage is unavailable; retry later");
        }
        long highest = beyond.highestSent();
        return ReplyEncoder.error(
                request.echo(), RequestRefusal.INVALID, "offset is above " + highest + ", the highest offset sent");
    }
}
