package io.marketbell.architecture.planted.ratelimit;

import java.sql.PreparedStatement;

/** Violates: only the database package binds parameters and reads results. */
record BindsParameters(PreparedStatement statement) {}
