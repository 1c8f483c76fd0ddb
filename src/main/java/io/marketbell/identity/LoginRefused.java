package io.marketbell.identity;

/**
 * CDI event: credentials were refused outside an HTTP request, in a frame of a WebSocket.
 *
 * @param address of the client; null if unknown
 */
public record LoginRefused(String address) {}
