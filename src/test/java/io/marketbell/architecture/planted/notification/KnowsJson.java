package io.marketbell.architecture.planted.notification;

/** Violates: the vocabulary imports nothing of ours or of Jakarta. */
public record KnowsJson(jakarta.json.JsonObject body) {}
