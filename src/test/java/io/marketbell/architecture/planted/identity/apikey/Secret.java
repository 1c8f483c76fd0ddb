package io.marketbell.architecture.planted.identity.apikey;

/** An API key, for others to reach for. */
public record Secret(String name) {}
