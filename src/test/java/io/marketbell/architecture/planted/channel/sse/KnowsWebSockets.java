package io.marketbell.architecture.planted.channel.sse;

import io.marketbell.architecture.planted.channel.websocket.KnowsEventStreams;

/** Violates: the event stream knows no WebSocket; with its counterpart also: no package goes round in a circle. */
public record KnowsWebSockets(KnowsEventStreams other) {}
