package io.marketbell.architecture.planted.ratelimit;

import io.marketbell.architecture.planted.health.AsksTheDatabase;

/** Violates: health is told to monitoring and the wiring only. */
record LimitsByHealth(AsksTheDatabase health) {}
