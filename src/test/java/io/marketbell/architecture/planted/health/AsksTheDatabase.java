package io.marketbell.architecture.planted.health;

/** Violates: health asks nothing that could keep it waiting. */
public record AsksTheDatabase(javax.sql.DataSource source) {}
