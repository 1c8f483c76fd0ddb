package io.marketbell.blackbox.cluster;

/** A user with the role trader, and its API key. */
record User(String name, String keyId, String apiKey) {}
