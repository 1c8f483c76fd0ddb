package io.marketbell.ratelimit.bucket;

import java.util.Locale;

/** What is limited; each subject of a policy has a bucket of its own. */
public enum Policy {
    /** All that a user asks for, by tier. */
    USER,
    /** All that comes from a client's address, of any user. */
    ADDRESS,
    /** WebSocket handshakes from a client's address. */
    HANDSHAKE,
    /** All that is asked of an endpoint of this node by users. */
    ENDPOINT,
    /** All that is asked of an endpoint of this node without a valid credential. */
    ANONYMOUS,
    /** Acknowledgements and pings on one connection. */
    CONNECTION;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it stands in headers, JSON and settings. */
    public String label() {
        return label;
    }
}
