package io.marketbell.architecture.planted.notification;

/** Breaks: the vocabulary imports nothing of ours or of Jakarta. */
record KnowsJson(jakarta.json.JsonObject body) {}
