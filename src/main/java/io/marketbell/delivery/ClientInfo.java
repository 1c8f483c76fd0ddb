package io.marketbell.delivery;

/**
 * Description of a connection's client, as supplied by its channel; used for monitoring.
 *
 * @param tier the client's rate-limit tier, or null if unknown
 * @param via the client's protocol, or null
 * @param address the client's network address, or null
 */
public record ClientInfo(String tier, Via via, String address) {
    public static final ClientInfo UNKNOWN = new ClientInfo(null, null, null);

    /** The protocol of a client's connection. */
    public enum Via {
        WEBSOCKET,
        /** Server-Sent Events. */
        EVENTS
    }
}
