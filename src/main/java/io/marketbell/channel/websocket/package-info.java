/** Notifications over WebSocket: the handshake, authentication, requests and their replies. */
package io.marketbell.channel.websocket;
