package io.marketbell.architecture.planted.ratelimit;

import io.marketbell.architecture.planted.health.HealthDependsOnDatabase;

/** Violates: only monitoring and the wiring may use health. */
record RateLimitDependsOnHealth(HealthDependsOnDatabase health) {}
