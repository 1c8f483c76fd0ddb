package io.marketbell.architecture.planted.identity.apikey;

/** An API key, used by planted violations. */
public record Secret(String name) {}
