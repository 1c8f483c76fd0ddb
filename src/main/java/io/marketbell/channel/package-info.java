/**
 * Outbound protocols: the WebSocket endpoint, the stream of Server-Sent Events, and the encoding of frames for both.
 * Translates between the network and {@link io.marketbell.delivery.Connection}, and decides no policy.
 *
 * <p>A {@link io.marketbell.channel.websocket.ClientSession} implements the protocol of one socket, independent of the
 * container. The endpoint, the handshake filter and the servlet only pass bytes to and from it.
 */
package io.marketbell.channel;
