package io.marketbell.architecture.planted.channel.websocket;

import io.marketbell.architecture.planted.channel.sse.EventStreamDependsOnWebSocket;

/** Violates: the WebSocket must not depend on the event stream. */
public record WebSocketDependsOnEventStream(EventStreamDependsOnWebSocket other) {}
