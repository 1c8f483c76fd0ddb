package io.marketbell.architecture.planted.health;

/** Violates: health must not depend on anything that may block. */
public record AsksTheDatabase(javax.sql.DataSource source) {}
