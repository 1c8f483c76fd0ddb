package io.marketbell.channel;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Connection;

/** What a client's text frame asks for. */
sealed interface Request {

    /** What an answer repeats; null for what cannot be answered. */
    Echo echo();

    /** Exactly one of the two is not null. Its text form keeps the secret. */
    record Auth(Echo echo, String token, String apiKey) implements Request {
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

    record Subscribe(Echo echo, Connection.Subscribe wish) implements Request {}

    record Unsubscribe(Echo echo, String subscription) implements Request {}

    record Subscriptions(Echo echo) implements Request {}

    record Acknowledge(Echo echo, long offset) implements Request {}

    record Ping(Echo echo) implements Request {}

    /** A known method with parameters that are not; the client is told, and the connection goes on. */
    record Faulty(Echo echo, String detail) implements Request {}

    /** Not a frame of this protocol at all; the connection ends. */
    record Broken(CloseReason reason) implements Request {
        @Override
        public Echo echo() {
            return null;
        }
    }
}
