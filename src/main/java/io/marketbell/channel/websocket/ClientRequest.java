package io.marketbell.channel.websocket;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DisconnectReason;

/** The request in a client's text frame. */
sealed interface ClientRequest {

    /** Returns the members to repeat in the reply; null if no reply is possible. */
    RequestEcho echo();

    /** Exactly one of the two is non-null. {@code toString} omits the secret. */
    record Auth(RequestEcho echo, String token, String apiKey) implements ClientRequest {
        public Auth {
            if ((token == null) == (apiKey == null)) {
                throw new IllegalArgumentException("either a token or an API key");
            }
        }

        @Override
        public String toString() {
            return "Auth[" + (token == null ? "apiKey" : "token") + "]";
        }
    }

    record Subscribe(RequestEcho echo, Connection.Subscribe subscription) implements ClientRequest {}

    record Unsubscribe(RequestEcho echo, String subscription) implements ClientRequest {}

    record Subscriptions(RequestEcho echo) implements ClientRequest {}

    record Acknowledge(RequestEcho echo, long offset) implements ClientRequest {}

    record Ping(RequestEcho echo) implements ClientRequest {}

    /** A known method with invalid parameters. The client gets an error reply; the connection stays open. */
    record Faulty(RequestEcho echo, String detail) implements ClientRequest {}

    /** Not a frame of this protocol; the connection is closed. */
    record Broken(DisconnectReason reason) implements ClientRequest {
        @Override
        public RequestEcho echo() {
            return null;
        }
    }
}
