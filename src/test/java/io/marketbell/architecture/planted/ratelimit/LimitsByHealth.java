package io.marketbell.architecture.planted.ratelimit;

import io.marketbell.architecture.planted.health.AsksTheDatabase;

/** Violates: only monitoring and the wiring may use health. */
record LimitsByHealth(AsksTheDatabase health) {}
