package io.marketbell.architecture.planted.channel.websocket;

import io.marketbell.architecture.planted.channel.sse.KnowsWebSockets;

/** Violates: the WebSocket knows no event stream. */
public record KnowsEventStreams(KnowsWebSockets other) {}
