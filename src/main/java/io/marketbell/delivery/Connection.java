package io.marketbell.delivery;

import io.marketbell.subscription.SubscriptionFilter;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A client's connection to delivery, as used by its channel. All methods are thread-safe and return without blocking.
 * Their effects and replies occur in the order of the calls. A reply function is called with the outcome; the text it
 * returns is sent at the position in the stream at which the request took effect.
 */
public interface Connection {

    /** Returns a short id, unique in this process, for example {@code c9}. */
    String id();

    String user();

    /**
     * Replaces the credential of this connection.
     *
     * @param expiresAt when the connection is closed with {@link DisconnectReason#TOKEN_EXPIRED} unless renewed
     * earlier; null: never
     */
    void renew(String credential, Instant expiresAt);

    /** Sets the description of the client for monitoring. Replaces an earlier description. */
    void describe(ClientInfo client);

    /** Reports that the client sent a pong or another frame. This confirms receipt of everything written before. */
    void answered();

    void subscribe(Subscribe request, Function<SubscribeOutcome, String> reply);

    /**
     * Removes a subscription. The reply function gets the remaining subscriptions, or null if there was no subscription
     * with this name.
     */
    void unsubscribe(String subscription, Function<List<ActiveSubscription>, String> reply);

    void subscriptions(Function<List<ActiveSubscription>, String> reply);

    /** Acknowledges on behalf of the user. The reply function may return null; nothing is sent then. */
    void acknowledge(long offset, Function<AcknowledgeOutcome, String> reply);

    /** Sends a text that does not depend on delivery's state, after all earlier replies. */
    void reply(String text);

    /**
     * Closes the connection from the server's side. Queued frames are discarded; durable notifications remain in the
     * journal.
     */
    void close(DisconnectReason reason);

    /**
     * Reports that the client closed the connection. Must be called before the server releases the socket, because the
     * server never wakes a thread that is writing to a released socket. Interrupts a write in progress and waits for it
     * to return, at most one second.
     */
    void disconnected();

    /**
     * @param filter selects the notifications to receive
     * @param snapshot whether to send last values first
     * @param resumeAfter the offset to resume after; negative: live notifications only
     * @param epoch the epoch of that offset, or null if the client did not send it
     */
    record Subscribe(SubscriptionFilter filter, boolean snapshot, long resumeAfter, String epoch) {}

    sealed interface SubscribeOutcome {
        record Subscribed(String subscription, List<ActiveSubscription> all) implements SubscribeOutcome {}

        /** The connection has reached the maximum number of subscriptions. */
        record TooMany(int limit) implements SubscribeOutcome {}

        /** With this subscription, the subscriptions of the connection would exceed the maximum number of names. */
        record TooManyNames(int limit) implements SubscribeOutcome {}
    }

    sealed interface AcknowledgeOutcome {
        record Acknowledged(long offset) implements AcknowledgeOutcome {}

        record BeyondSent(long highestSent) implements AcknowledgeOutcome {}

        /** The acknowledgement could not be stored; it may be retried. */
        record Unavailable() implements AcknowledgeOutcome {}
    }
}
