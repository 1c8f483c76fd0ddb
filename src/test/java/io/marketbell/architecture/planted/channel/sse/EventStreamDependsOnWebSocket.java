package io.marketbell.architecture.planted.channel.sse;

import io.marketbell.architecture.planted.channel.websocket.WebSocketDependsOnEventStream;

/**
 * Violates: the event stream must not depend on the WebSocket. Together with its counterpart: packages must not form
 * cycles.
 */
public record EventStreamDependsOnWebSocket(WebSocketDependsOnEventStream other) {}
