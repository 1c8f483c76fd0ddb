/**
 * Out: the WebSocket endpoint, the stream of Server-Sent Events, and the shape of frames on both. Translates between the
 * wire and {@link io.marketbell.delivery.Connection}, and decides no policy.
 *
 * <p>A {@link io.marketbell.channel.websocket.ClientSession} holds what the protocol says of one socket, apart from any container;
 * the endpoint, the handshake's filter and the servlet only carry bytes to and from it.
 */
package io.marketbell.channel;
