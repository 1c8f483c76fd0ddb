package io.marketbell.delivery;

/**
 * Who is at the other end of a connection, as its channel knows it; for those who look on.
 *
 * @param tier what limits hold for it, or null where that is not known
 * @param via how it is connected, or null
 * @param address where it comes from, or null
 */
public record ClientInfo(String tier, Via via, String address) {
    public static final ClientInfo UNKNOWN = new ClientInfo(null, null, null);

    /** How a client is connected. */
    public enum Via {
        WEBSOCKET,
        /** Server-Sent Events. */
        EVENTS
    }
}
