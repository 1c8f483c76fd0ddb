package io.marketbell.architecture.planted.channel.websocket;

import io.marketbell.architecture.planted.channel.sse.KnowsWebSockets;

/** Violates: the WebSocket must not depend on the event stream. */
public record KnowsEventStreams(KnowsWebSockets other) {}
