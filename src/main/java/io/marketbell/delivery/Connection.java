package io.marketbell.delivery;

import io.marketbell.subscription.SubscriptionFilter;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A client's side of delivery, as its channel sees it. Every method returns at once and may be called by any thread;
 * what they bring about, and the replies, happen in the order of the calls. Reply functions make the text that is sent
 * in the outcome's place in the stream.
 */
public interface Connection {

    /** Short and unique in this process, such as {@code c9}. */
    String id();

    String user();

    /** The credential that it lives by: when that is revoked, the connection is closed. */
    String credential();

    /**
     * From now on it lives by this credential.
     *
     * @param expiresAt when it is closed as {@link DisconnectReason#TOKEN_EXPIRED}, unless it is renewed before; null: never
     */
    void renew(String credential, Instant expiresAt);

    /** Tells who is at the other end, for those who look on; the latest counts. */
    void describe(ClientInfo client);

    /** The peer has sent something, a pong or any frame: what was written before counts as sent. */
    void answered();

    void subscribe(Subscribe request, Function<SubscribeOutcome, String> reply);

    /** The reply gets the subscriptions that are left, or null where there was none of this name. */
    void unsubscribe(String subscription, Function<List<ActiveSubscription>, String> reply);

    void subscriptions(Function<List<ActiveSubscription>, String> reply);

    /** Acknowledges for the user; the reply may return null to say nothing. */
    void acknowledge(long offset, Function<AcknowledgeOutcome, String> reply);

    /** Sends a text that needs no state, behind what was replied before. */
    void reply(String text);

    /** Ends it from our side: what waits is dropped, the durable of it stays in the journal. */
    void close(DisconnectReason reason);

    /**
     * The peer has ended it. Must be called before the server releases the socket: it interrupts a write that is under way
     * and waits until that has returned, a second at most. The server never wakes a write on a socket it has released.
     */
    void gone();

    /**
     * @param filter what to receive
     * @param snapshot whether to send last values first
     * @param resumeAfter the offset to resume after; negative: live only
     * @param epoch the epoch that offset is of, or null where the client does not say
     */
    record Subscribe(SubscriptionFilter filter, boolean snapshot, long resumeAfter, String epoch) {}

    sealed interface SubscribeOutcome {
        record Subscribed(String subscription, List<ActiveSubscription> all) implements SubscribeOutcome {}

        /** The connection has as many subscriptions as it may have. */
        record TooMany(int limit) implements SubscribeOutcome {}

        /** With this one, the connection's subscriptions would hold more names than they may. */
        record TooManyNames(int limit) implements SubscribeOutcome {}
    }

    sealed interface AcknowledgeOutcome {
        record Acknowledged(long offset) implements AcknowledgeOutcome {}

        record BeyondSent(long highestSent) implements AcknowledgeOutcome {}

        /** It could not be booked now; the same acknowledgement may be sent again. */
        record Unavailable() implements AcknowledgeOutcome {}
    }
}
