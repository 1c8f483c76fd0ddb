package io.marketbell.architecture.planted.notification;

/** Violates: the vocabulary must not depend on other packages or on Jakarta. */
public record NotificationDependsOnJson(jakarta.json.JsonObject body) {}
