package io.marketbell.architecture.planted.health;

/** Violates: health must not depend on anything that may block. */
public record HealthDependsOnDatabase(javax.sql.DataSource source) {}
