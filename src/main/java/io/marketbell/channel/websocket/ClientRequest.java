package io.marketbell.channel.websocket;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DisconnectReason;

/** What a client's text frame asks for. */
sealed interface ClientRequest {

    /** What an answer repeats; null for what cannot be answered. */
    RequestEcho echo();

    /** Exactly one of the two is not null. Its text form keeps the secret. */
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

    record Subscribe(RequestEcho echo, Connection.Subscribe wish) implements ClientRequest {}

    record Unsubscribe(RequestEcho echo, String subscription) implements ClientRequest {}

    record Subscriptions(RequestEcho echo) implements ClientRequest {}

    record Acknowledge(RequestEcho echo, long offset) implements ClientRequest {}

    record Ping(RequestEcho echo) implements ClientRequest {}

    /** A known method with parameters that are not; the client is told, and the connection goes on. */
    record Faulty(RequestEcho echo, String detail) implements ClientRequest {}

    /** Not a frame of this protocol at all; the connection ends. */
    record Broken(DisconnectReason reason) implements ClientRequest {
        @Override
        public RequestEcho echo() {
            return null;
        }
    }
}
