package io.marketbell.ratelimit.bucket;

import java.util.Locale;

/** The kinds of limits. Each subject of a policy has its own bucket. */
public enum Policy {
    /** All requests of a user, by tier. */
    USER,
    /** All requests from a client address, of any user. */
    ADDRESS,
    /** WebSocket handshakes from a client's address. */
    HANDSHAKE,
    /** All requests of users to one endpoint of this node. */
    ENDPOINT,
    /** All requests without a valid credential to one endpoint of this node. */
    ANONYMOUS,
    /** Acknowledgements and pings on one connection. */
    CONNECTION;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in headers, JSON and settings. */
    public String label() {
        return label;
    }
}
