package io.marketbell.architecture.planted.health;

/** Breaks: health asks nothing that could keep it waiting. */
public record AsksTheDatabase(javax.sql.DataSource source) {}
